using System.Collections.Immutable;
using Imara.Policy.Kernels;

namespace Imara.Boot.CommandLine;

/// <summary>Judges flags, numbers and the choice of security modules.</summary>
/// <remarks>docs/reference/boot.md 5, policy.md 10.</remarks>
internal static class SwitchJudge
{
    private static readonly string[] Modules =
        ["lockdown", "yama", "loadpin", "safesetid", "integrity", "selinux", "smack", "tomoyo", "apparmor", "bpf", "landlock", "ipe", "ima", "evm", "capability", "none"];

    /// <summary>Judges a parameter.</summary>
    public static ReportedParameter Judge(KnownParameter known, CommandLineWord word, int index, ImmutableArray<CommandLineWord> words, KernelProfile kernel)
    {
        var value = word.Value is { } bytes ? TakenParameters.TextOf(bytes) : null;
        return known.Name switch
        {
            "ima" => JudgeIma(known, word, words, value),
            "ima_canonical_fmt" or "ima_flush_htable" => JudgeFlag(known, word, kernel),
            "ima.ahash_minsize" or "ima.ahash_bufsize" or "integrity_audit" => JudgeNumber(known, word, index, words, value),
            "lsm" => JudgeList(known, word, index, words, kernel, value ?? string.Empty),
            "security" => JudgeMajor(known, word, index, words, value ?? string.Empty),
            _ => new ReportedParameter(word, ParameterState.Effective, known.Meaning),
        };
    }

    /// <summary>What does today what the values of an <c>ima=</c> proposed in 2012 were to do; null for others.</summary>
    /// <remarks>docs/reference/boot.md 5, table of the proposal.</remarks>
    public static string? TodaysWay(in CommandLineWord word) => word.Value?.ToString() switch
    {
        "disabled" or "off" => "ima_appraise=off",
        "measure_only" => "ima_policy=tcb ima_appraise=off",
        "appraise_permissive" => "ima_appraise=log",
        "appraise_enforce" => "ima_appraise=enforce",
        _ => null,
    };

    private static ReportedParameter JudgeIma(KnownParameter known, CommandLineWord word, ImmutableArray<CommandLineWord> words, string? value)
    {
        // A kdump kernel is told where the memory of the crashed one is.
        var isKdump = words.Any(other => !other.IsForInit && other.Is("elfcorehdr"));
        var isKnown = value is not null && (value.StartsWith("on", StringComparison.Ordinal) || value.StartsWith("off", StringComparison.Ordinal));
        return (isKdump, isKnown) switch
        {
            (false, _) => new ReportedParameter(word, ParameterState.Ignored, known.Meaning, "only kdump kernels take it; others log a warning", TodaysWay(word)),
            (true, false) => new ReportedParameter(word, ParameterState.Unknown, known.Meaning, "it is on or off", TodaysWay(word)),
            _ => new ReportedParameter(word, ParameterState.Effective, value!.StartsWith("on", StringComparison.Ordinal) ? "leaves IMA on in this kdump kernel" : "switches IMA off in this kdump kernel"),
        };
    }

    private static ReportedParameter JudgeFlag(KnownParameter known, CommandLineWord word, KernelProfile kernel)
    {
        if (known.Name == "ima_flush_htable" && kernel.Is(KernelOption.DisableHtable))
        {
            return new ReportedParameter(word, ParameterState.Ignored, known.Meaning, "a kernel with CONFIG_IMA_DISABLE_HTABLE has no such table");
        }

        return word.Value is { } value
            ? new ReportedParameter(word, ParameterState.Conflicting, known.Meaning, $"the value {value} is not looked at: giving the name switches it on", known.Name)
            : new ReportedParameter(word, ParameterState.Effective, known.Meaning);
    }

    private static ReportedParameter JudgeNumber(KnownParameter known, CommandLineWord word, int index, ImmutableArray<CommandLineWord> words, string? value)
    {
        if (!IsNumber(value, hasUnit: known.Name != "integrity_audit"))
        {
            return new ReportedParameter(word, ParameterState.Unknown, known.Meaning, "it is a number", known.Name == "integrity_audit" ? "integrity_audit=1" : null);
        }

        if (words.Skip(index + 1).Any(other => !other.IsForInit && other.Is(known.Name) && IsNumber(other.Value?.ToString(), hasUnit: true)))
        {
            return new ReportedParameter(word, ParameterState.Ignored, known.Meaning, $"the last {known.Name}= wins");
        }

        var isZero = value!.All(c => c == '0');
        return new ReportedParameter(
            word, ParameterState.Effective, known.Name == "integrity_audit" && isZero ? "keeps informational audit records back" : known.Meaning);
    }

    private static bool IsNumber(string? value, bool hasUnit) =>
        value is { Length: > 0 and <= 20 } && (hasUnit ? value.TrimEnd('k', 'K', 'm', 'M', 'g', 'G') : value) is { Length: > 0 } digits && digits.All(char.IsAsciiDigit);

    private static ReportedParameter JudgeList(
        KnownParameter known, CommandLineWord word, int index, ImmutableArray<CommandLineWord> words, KernelProfile kernel, string value)
    {
        if (words.Skip(index + 1).Any(other => !other.IsForInit && other.Is("lsm")))
        {
            return new ReportedParameter(word, ParameterState.Ignored, known.Meaning, "the last lsm= wins");
        }

        var names = value.Split(',');
        if (names.FirstOrDefault(name => !Modules.Contains(name) && Meant.By(name, Modules) is not null) is { } wrong)
        {
            var meant = names.Select(name => Modules.Contains(name) ? name : Meant.By(name, Modules) ?? name);
            return new ReportedParameter(word, ParameterState.Unknown, known.Meaning, $"no security module is called `{wrong}`", $"{word.Name}={string.Join(',', meant)}");
        }

        if (kernel.Version < KnownParameters.ImaIsLsm && !names.Contains("integrity"))
        {
            return new ReportedParameter(
                word, ParameterState.Conflicting, known.Meaning, "before 6.9 the list has to name integrity: without it the kernel panics at the first file in policy", $"{word.Name}={value},integrity");
        }

        var isIma = Array.Exists(names, name => name is "ima" or "evm");
        return new ReportedParameter(word, ParameterState.Effective, known.Meaning, isIma ? "ima and evm are always there and always last; naming them changes nothing" : null);
    }

    private static ReportedParameter JudgeMajor(KnownParameter known, CommandLineWord word, int index, ImmutableArray<CommandLineWord> words, string value)
    {
        if (words.Any(other => !other.IsForInit && other.Is("lsm")))
        {
            return new ReportedParameter(word, ParameterState.Ignored, known.Meaning, "lsm= takes its place");
        }

        if (words.Skip(index + 1).Any(other => !other.IsForInit && other.Is("security")))
        {
            return new ReportedParameter(word, ParameterState.Ignored, known.Meaning, "the last security= wins");
        }

        return !Modules.Contains(value) && Meant.By(value, Modules) is { } near
            ? new ReportedParameter(word, ParameterState.Unknown, known.Meaning, "no security module is called so", $"{word.Name}={near}")
            : new ReportedParameter(word, ParameterState.Effective, known.Meaning);
    }
}
