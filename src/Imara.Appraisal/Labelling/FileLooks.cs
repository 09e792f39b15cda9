using Imara.Answers;

namespace Imara.Appraisal.Labelling;

/// <summary>What the outcome of a file is to the question about all of them.</summary>
public static class FileLooks
{
    /// <summary>Why a file that went away is left out.</summary>
    public const string Gone = "gone-meanwhile";

    /// <summary>Counts one file.</summary>
    /// <param name="census">Where.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="needsEach">A file that went away counts, too: the question is whether each is good.</param>
    /// <returns>What it is.</returns>
    public static Look Count(Census census, in FileOutcome outcome, bool needsEach)
    {
        ArgumentNullException.ThrowIfNull(census);
        var look = Of(outcome, needsEach);
        if (look == Look.LeftOut)
        {
            census.LeaveOut(outcome.Status == FileStatusWord.Vanished ? Gone : outcome.Cause.Length > 0 ? outcome.Cause : "another-name");
        }
        else
        {
            census.Add(look);
        }

        return look;
    }

    private static Look Of(in FileOutcome outcome, bool needsEach) => outcome.Status switch
    {
        FileStatusWord.Unchanged or FileStatusWord.Written or FileStatusWord.Removed or FileStatusWord.Good or FileStatusWord.Shown => Look.Good,
        FileStatusWord.Bad => Look.Bad,

        // A digest was asked for, and a signature says more.
        FileStatusWord.Skipped => outcome.Cause == HashAction.Signed ? Look.Good : Look.LeftOut,
        FileStatusWord.Vanished => needsEach ? Look.NotLookedAt : Look.LeftOut,
        _ => Look.NotLookedAt,
    };
}
