using Imara.Boot.InForce;
using Imara.Boot.Status;
using Imara.Cli.Input;

namespace Imara.Cli.Verbs.Boot;

/// <summary>What comes out of comparing a policy with the one in force.</summary>
internal static class ReadBackFindings
{
    /// <summary>The findings.</summary>
    /// <param name="path">The file of the policy.</param>
    /// <param name="readBack">The comparison; null: the rules in force are not known.</param>
    /// <param name="verdict">What shows of it all the same.</param>
    public static IEnumerable<StatusFinding> Of(string path, PolicyReadBack? readBack, InForceVerdict verdict)
    {
        var name = InputFile.NameOf(path);
        if (readBack is null)
        {
            yield return verdict.Answer switch
            {
                InForceAnswer.This => new StatusFinding(FindingSeverity.Note, $"{name} is in force: {verdict.Reason}"),
                InForceAnswer.Other => new StatusFinding(FindingSeverity.Error, $"the policy in force is not {name}: {verdict.Reason}", "imara boot load --policy FILE"),
                _ => new StatusFinding(
                    FindingSeverity.Unknown, $"{name} cannot be compared: {verdict.Reason}", "`imara boot load` in each boot records what is in force; a kernel built with CONFIG_IMA_READ_POLICY=y shows it"),
            };
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
