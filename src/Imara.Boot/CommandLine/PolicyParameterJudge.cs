using System.Collections.Immutable;
using System.Text;
using Imara.Policy.BuiltIn;
using Imara.Policy.Kernels;

namespace Imara.Boot.CommandLine;

/// <summary>Judges the parameters that put built-in policies in force: they add up, and of the tcb family the first wins.</summary>
/// <remarks>docs/reference/policy.md 9 and 10.</remarks>
internal sealed class PolicyParameterJudge(KernelProfile kernel, TakenParameters taken)
{
    private readonly HashSet<BuiltInPolicy> policies = [];

    /// <summary>Judges <c>ima_policy=</c>.</summary>
    public ReportedParameter JudgeWords(CommandLineWord word, string value)
    {
        var meanings = new List<string>();
        var (unknown, late, repeated) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var name in value.Split(PolicyWord.Separators))
        {
            if (!PolicyWord.TryFind(name, kernel, out var policy, out var meaning))
            {
                unknown.Add(name);
            }
            else if (policy == BuiltInPolicy.Tcb && policies.Contains(BuiltInPolicy.ImaTcb))
            {
                late.Add(name);
            }
            else
            {
                taken.Add("ima_policy", name);
                meanings.Add($"{name} {meaning}");
                if (!policies.Add(policy))
                {
                    repeated.Add(name);
                }
            }
        }

        var text = meanings.Count > 0 ? string.Join("; ", meanings) : "puts no policy in force";
        if (unknown.Count > 0)
        {
            return new ReportedParameter(word, ParameterState.Unknown, text, UnknownPolicies(unknown, meanings.Count > 0), SuggestPolicies(word, value));
        }

        if (late.Count > 0)
        {
            return new ReportedParameter(word, meanings.Count > 0 ? ParameterState.Conflicting : ParameterState.Ignored, text, "tcb is passed over: ima_tcb came first");
        }

        return new ReportedParameter(word, ParameterState.Effective, text, repeated.Count > 0 ? $"{string.Join(", ", repeated)} was given before; it changes nothing" : null);
    }

    /// <summary>Judges <c>ima_tcb</c> and <c>ima_appraise_tcb</c>.</summary>
    public ReportedParameter JudgeFlag(KnownParameter known, CommandLineWord word, BuiltInPolicy policy)
    {
        if (policy == BuiltInPolicy.ImaTcb && policies.Contains(BuiltInPolicy.Tcb))
        {
            return new ReportedParameter(word, ParameterState.Ignored, known.Meaning, "ima_policy=tcb came first");
        }

        taken.Add(known.Name);
        var isRepeated = !policies.Add(policy);
        return word.Value is { } value
            ? new ReportedParameter(word, ParameterState.Conflicting, known.Meaning, $"the value {value} is not looked at: giving the name switches it on", known.Name)
            : new ReportedParameter(word, ParameterState.Effective, known.Meaning, isRepeated ? "given before; it changes nothing" : null);
    }

    private static string UnknownPolicies(List<string> unknown, bool hasOthers)
    {
        var first = unknown[0];
        var reason = first switch
        {
            "" => "an empty word is no policy",
            "critical_data" => "kernels before 5.12 do not know critical_data",
            _ when first.Contains('\\', StringComparison.Ordinal) => "a backslash reached the kernel: | is quoted for GRUB and shells alone",
            _ when first.Contains('"', StringComparison.Ordinal) => "a double quote reached the kernel: quotes go around the whole value",
            _ when first.Contains(',', StringComparison.Ordinal) => "policies are joined by | and not by a comma",
            _ => $"there is no built-in policy `{ByteString.Display(Encoding.Latin1.GetBytes(first))}`",
        };
        return $"{reason}; the kernel logs that the policy is not found{(hasOthers ? ", and the other words count" : string.Empty)}";
    }

    private string? SuggestPolicies(CommandLineWord word, string value)
    {
        var meant = new List<string>();
        foreach (var name in value.Split([.. PolicyWord.Separators, ',', '\\', '"'], StringSplitOptions.RemoveEmptyEntries))
        {
            if ((PolicyWord.TryFind(name, kernel, out _, out _) ? name : Meant.By(name, PolicyWord.NamesFor(kernel))) is not { } found)
            {
                return null;
            }

            if (!meant.Contains(found))
            {
                meant.Add(found);
            }
        }

        return meant.Count == 0 ? null : $"{word.Name}={string.Join('|', meant)}";
    }
}
