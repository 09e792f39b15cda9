using System.Collections.Immutable;
using System.Text;
using Imara.Policy.Kernels;

namespace Imara.Boot.CommandLine;

/// <summary>Judges the parameters that say what appraisal does, which Secure Boot limits.</summary>
/// <remarks>docs/reference/boot.md 5, policy.md 8 and 10.</remarks>
internal sealed class AppraiseParameterJudge(KernelProfile kernel, SecureBootState secureBoot, ImmutableArray<CommandLineWord> words, TakenParameters taken)
{
    /// <summary>Judges <c>ima_appraise=</c>.</summary>
    public ReportedParameter JudgeMode(KnownParameter known, CommandLineWord word, int index, string value)
    {
        var mode = AppraiseMode.Find(value);
        var later = words.Skip(index + 1).Where(other => !other.IsForInit && other.Value is not null && other.Is("ima_appraise")).Select(other => TakenParameters.TextOf(other.Value ?? ByteString.Empty)).ToList();
        var isLate = kernel.Has(KernelFeature.AppraiseLastWins);
        var meaning = mode?.Meaning ?? known.Meaning;

        // Since 5.11 the text of the last one is looked at alone; before, each in turn, and unknown texts change nothing.
        if (isLate ? later.Count > 0 : later.Exists(text => AppraiseMode.Find(text) is not null))
        {
            return new ReportedParameter(word, ParameterState.Ignored, meaning, "the last ima_appraise= wins");
        }

        if (mode is null)
        {
            var suggestion = Meant.By(value, AppraiseMode.Names) is { } near ? $"{word.Name}={near}" : null;
            return new ReportedParameter(word, ParameterState.Unknown, known.Meaning, "it is off, log, fix or enforce; the kernel keeps its default, enforce", suggestion);
        }

        if (isLate && mode.Name != "enforce" && secureBoot == SecureBootState.On)
        {
            var written = ByteString.Display(Encoding.Latin1.GetBytes(value));
            return new ReportedParameter(
                word, ParameterState.Ignored, meaning,
                $"under Secure Boot only enforce is taken: the kernel logs `Secure boot enabled: ignoring ima_appraise={written} option`");
        }

        taken.Add("ima_appraise", mode.Name);
        var reason = value != mode.Name ? $"the kernel compares the beginning alone: this is {mode.Name}"
            : isLate && mode.Name != "enforce" && secureBoot == SecureBootState.Unknown ? "it is ignored where Secure Boot is on, which is not known here" : null;
        return new ReportedParameter(word, ParameterState.Effective, meaning, reason);
    }

    /// <summary>Judges <c>evm=</c>.</summary>
    public ReportedParameter JudgeEvm(KnownParameter known, CommandLineWord word, string? value)
    {
        if (value != "fix")
        {
            return new ReportedParameter(word, ParameterState.Unknown, known.Meaning, "the only value is fix; the kernel logs an error and changes nothing", $"{word.Name}=fix");
        }

        if (secureBoot == SecureBootState.On && kernel.Version >= KnownParameters.EvmFixGuarded)
        {
            return new ReportedParameter(word, ParameterState.Ignored, known.Meaning, "since 7.1 it is ignored under Secure Boot");
        }

        taken.Add("evm", "fix");
        return new ReportedParameter(
            word, ParameterState.Effective, "allows changes of metadata whatever EVM says of the file",
            kernel.Version >= KnownParameters.EvmFixGuarded && secureBoot == SecureBootState.Unknown ? "it is ignored where Secure Boot is on, which is not known here" : null);
    }
}
