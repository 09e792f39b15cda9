using Imara.Boot.Status;
using Imara.Cli.Input;

namespace Imara.Cli.Verbs.Boot;

/// <summary>What comes out of comparing a policy with the one in force.</summary>
internal static class ReadBackFindings
{
    /// <summary>The findings.</summary>
    /// <param name="path">The file of the policy.</param>
    /// <param name="readBack">The comparison; null: the policy in force could not be read.</param>
    public static IEnumerable<StatusFinding> Of(string path, PolicyReadBack? readBack)
    {
        var name = InputFile.NameOf(path);
        if (readBack is null)
        {
            yield return new StatusFinding(
                FindingSeverity.Unknown, $"{name} cannot be compared: the policy in force cannot be read", "boot a kernel built with CONFIG_IMA_READ_POLICY=y, and run this as root");
        }
        else if (!readBack.Intended.IsAccepted)
        {
            yield return new StatusFinding(FindingSeverity.Error, $"{name} is no policy that this kernel accepts", $"imara policy check {name}");
        }
        else if (readBack.Meaning is { IsSame: true, Unfinished.IsEmpty: true })
        {
            if (!readBack.Lines.IsSame)
            {
                yield return new StatusFinding(FindingSeverity.Note, $"the policy in force has other lines than {name}, and treats every event alike");
            }
        }
        else if (readBack.Meaning is { Unfinished.IsEmpty: false, Differences.IsEmpty: true, Globals.IsEmpty: true })
        {
            yield return new StatusFinding(FindingSeverity.Unknown, $"{name} and the policy in force were not compared to the end: they are too large or too different");
        }
        else if (readBack.Meaning is not null || !readBack.Lines.IsSame)
        {
            yield return new StatusFinding(FindingSeverity.Error, $"the policy in force is not {name}", "load it in the next boot: imara boot check tells whether it would be taken");
        }
    }
}
