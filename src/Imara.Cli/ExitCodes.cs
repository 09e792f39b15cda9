using Imara.Answers;
using Imara.Boot.Checking;
using Imara.Boot.Loading;
using Imara.Boot.Proving;
using Imara.Boot.Status;
using Imara.Measurements.Replay;

namespace Imara.Cli;

/// <summary>Exit statuses of answers: what a verdict does not say for certain is never a yes, and what is new to this table neither.</summary>
internal static class ExitCodes
{
    /// <summary>The exit status of an answer about many things.</summary>
    public static ExitCode Of(Answer answer) => answer switch
    {
        Answer.Yes => ExitCode.Yes,
        Answer.No => ExitCode.No,
        _ => ExitCode.CouldNotTell,
    };

    /// <summary>Of a policy that is to be loaded: it is safe, or it is not.</summary>
    public static ExitCode Of(PreflightVerdict verdict) => verdict switch
    {
        PreflightVerdict.Safe => ExitCode.Yes,
        PreflightVerdict.Unproven => ExitCode.CouldNotTell,
        _ => ExitCode.No,
    };

    /// <summary>Of a measurement list.</summary>
    public static ExitCode Of(ListVerdict verdict) => verdict switch
    {
        ListVerdict.Proven => ExitCode.Yes,
        ListVerdict.Unproven or ListVerdict.Unchecked => ExitCode.CouldNotTell,
        _ => ExitCode.No,
    };

    /// <summary>Of a boot that was tried.</summary>
    public static ExitCode Of(ProvedVerdict verdict) => verdict switch
    {
        ProvedVerdict.CameUp => ExitCode.Yes,
        ProvedVerdict.CouldNotTell => ExitCode.CouldNotTell,
        _ => ExitCode.No,
    };

    /// <summary>Of a policy that was to be loaded, with the keys it needs.</summary>
    /// <param name="result">What became of it.</param>
    /// <param name="isRequired">That there is no policy is a failure.</param>
    public static ExitCode Of(LoadResult result, bool isRequired) => result.State switch
    {
        LoadState.Unreadable or LoadState.Uncertain or LoadState.Unproven => ExitCode.CouldNotTell,
        LoadState.Loaded when result.HasAllKeys => ExitCode.Yes,
        LoadState.Missing when result.HasAllKeys && !isRequired => ExitCode.Yes,
        _ => ExitCode.No,
    };

    /// <summary>Of findings about the machine: the worst decides, and what could not be found out is the worst.</summary>
    public static ExitCode Of(IEnumerable<StatusFinding> findings) => findings.Select(finding => finding.Severity).DefaultIfEmpty().Max() switch
    {
        FindingSeverity.Unknown => ExitCode.CouldNotTell,
        FindingSeverity.Error => ExitCode.No,
        _ => ExitCode.Yes,
    };
}
