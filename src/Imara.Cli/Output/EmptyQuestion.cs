using System.CommandLine;
using Imara.Answers;

namespace Imara.Cli.Output;

/// <summary>Questions that turn out to be about nothing: by a typing error more often than not.</summary>
internal static class EmptyQuestion
{
    /// <summary>`--allow-empty`.</summary>
    /// <param name="what">What there may be none of, such as "file".</param>
    public static Option<bool> Option(string what) => new("--allow-empty") { Description = $"That there is no {what} to look at is no failure" };

    /// <summary>Says that nothing was looked at, and why, if so.</summary>
    /// <param name="census">What was counted.</param>
    /// <param name="noun">What was looked for, in the singular.</param>
    /// <param name="isAllowed">`--allow-empty` was given.</param>
    /// <param name="report">Where to.</param>
    public static void Tell(Census census, string noun, bool isAllowed, Report report)
    {
        if (!census.IsEmpty || isAllowed)
        {
            return;
        }

        var reasons = string.Join(", ", census.Reasons.Select(reason => $"{reason.Value} {reason.Key}"));
        report.Error($"nothing was looked at: no {noun} was selected{(reasons.Length == 0 ? string.Empty : $", {reasons}")}; --allow-empty takes that for an answer");
    }
}
