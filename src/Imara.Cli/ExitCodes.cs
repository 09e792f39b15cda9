using Imara.Answers;

namespace Imara.Cli;

/// <summary>Exit statuses of answers.</summary>
internal static class ExitCodes
{
    /// <summary>The exit status of an answer about many things.</summary>
    public static ExitCode Of(Answer answer) => answer switch
    {
        Answer.Yes => ExitCode.Yes,
        Answer.No => ExitCode.No,
        _ => ExitCode.CouldNotTell,
    };
}
