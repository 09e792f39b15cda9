using System.Buffers;
using System.Collections.Immutable;
using Imara.Policy.Checking;
using Imara.Policy.Linting;
using Imara.Policy.Rules;

namespace Imara.Policy.Fixing;

/// <summary>Applies the safe fixes of a checked policy and proves that the rules stayed what they were.</summary>
public static class PolicyFixer
{
    // A repaired line may show a second flaw; a rule has few of them.
    private const int MaxRounds = 16;

    /// <summary>Applies every fix, looks again, and so on until there is none left.</summary>
    /// <param name="check">A linted check.</param>
    /// <param name="again">Checks and lints changed sources as the first ones were.</param>
    /// <returns>The policy as far as each round kept its rules; a round that did not is dropped.</returns>
    public static FixedPolicy Apply(PolicyCheck check, Func<ImmutableArray<PolicySource>, PolicyCheck> again)
    {
        var done = ImmutableArray.CreateBuilder<CheckedDiagnostic>();
        for (var round = 0; round < MaxRounds; round++)
        {
            var chosen = Choose(check);
            if (chosen.Count == 0)
            {
                break;
            }

            var next = again([.. check.Sources.Select((source, i) => source with { Text = Edit(source.Text, chosen.Where(found => found.Source == i)) })]);
            if (!IsKept(check, chosen, next))
            {
                break;
            }

            done.AddRange(chosen);
            check = next;
        }

        return new FixedPolicy(check, done.DrainToImmutable());
    }

    // One fix a line and round: two on one line might have been made without knowing each other.
    private static List<CheckedDiagnostic> Choose(PolicyCheck check)
    {
        var chosen = new List<CheckedDiagnostic>();
        var last = (Source: -1, Line: -1);
        var end = 0;
        foreach (var found in check.Diagnostics)
        {
            if (found.Fix is not { } fix || (found.Source, found.Line) == last || (found.Source == last.Source && fix.Edits[0].Span.Start < end))
            {
                continue;
            }

            chosen.Add(found);
            last = (found.Source, found.Line);
            end = fix.Edits[^1].Span.End;
        }

        return chosen;
    }

    private static ReadOnlyMemory<byte> Edit(ReadOnlyMemory<byte> text, IEnumerable<CheckedDiagnostic> chosen)
    {
        var result = new ArrayBufferWriter<byte>(text.Length + 1);
        var at = 0;
        foreach (var edit in chosen.SelectMany(found => found.Fix!.Edits))
        {
            result.Write(text.Span[at..edit.Span.Start]);
            result.Write(edit.Text.Span);
            at = edit.Span.End;
        }

        result.Write(text.Span[at..]);
        return result.WrittenMemory;
    }

    // Rule by rule: those that were to go are gone, those that were repaired are whatever they are now, and all others do what they did.
    private static bool IsKept(PolicyCheck before, List<CheckedDiagnostic> chosen, PolicyCheck after)
    {
        var effects = chosen.ToDictionary(found => (found.Source, found.Line), found => found.Fix!.Effect);
        var expected = before.Lines.Where(line => effects.GetValueOrDefault((line.Source, line.Line)) != FixEffect.RemovesRule).ToArray();
        if (expected.Length != after.Lines.Length || (before.IsAccepted && !after.IsAccepted))
        {
            return false;
        }

        for (var i = 0; i < expected.Length; i++)
        {
            var isRepaired = effects.TryGetValue((expected[i].Source, expected[i].Line), out var effect) && effect == FixEffect.RepairsRule;
            if (expected[i].Source != after.Lines[i].Source || (!isRepaired && !AreSame(expected[i].Rule, after.Lines[i].Rule)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreSame(PolicyRule? before, PolicyRule? after) =>
        before is null || after is null ? before == after : RuleComparer.AreSame(RuleComparer.Used(before), RuleComparer.Used(after));
}
