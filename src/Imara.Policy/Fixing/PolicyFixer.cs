using System.Buffers;
using System.Collections.Immutable;
using Imara.Policy.Checking;

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

    // Line by line: those that were to go are gone, those that were repaired are whatever they are now, and all others do what they did.
    private static bool IsKept(PolicyCheck before, List<CheckedDiagnostic> chosen, PolicyCheck after)
    {
        if (before.IsAccepted && !after.IsAccepted)
        {
            return false;
        }

        var now = after.Lines.ToLookup(line => (line.Source, line.Line), line => line.Rule);
        var left = after.Lines.Length;
        for (var source = 0; source < before.Sources.Length; source++)
        {
            var fixes = new Queue<CheckedDiagnostic>(chosen.Where(found => found.Source == source));
            var shift = 0;
            foreach (var line in before.Lines.Where(line => line.Source == source).GroupBy(line => line.Line, line => line.Rule))
            {
                var effect = default(FixEffect?);
                while (fixes.TryPeek(out var next) && next.Line <= line.Key)
                {
                    fixes.Dequeue();
                    shift += LinesAdded(next.Fix!, before.Sources[source].Text.Span);
                    effect = next.Line == line.Key ? next.Fix!.Effect : effect;
                }

                if (effect == FixEffect.RemovesRule)
                {
                    continue;
                }

                var rules = now[(source, line.Key + shift)].ToArray();
                if (effect != FixEffect.RepairsRule && !line.SequenceEqual(rules, RuleIdentity.Instance))
                {
                    return false;
                }

                left -= rules.Length;
            }
        }

        return left == 0;
    }

    // A line feed at the very end ends a line and begins none.
    private static int LinesAdded(TextFix fix, ReadOnlySpan<byte> text)
    {
        var added = 0;
        foreach (var edit in fix.Edits)
        {
            added += (edit.Span.Start < text.Length ? edit.Text.Span.Count((byte)'\n') : 0) - edit.Span.Of(text).Count((byte)'\n');
        }

        return added;
    }
}
