using Imara.Boot.Audit;

namespace Imara.Boot.Proving;

/// <summary>What the console of a boot told.</summary>
/// <param name="Stages">The stages that were reached, in their order.</param>
/// <param name="End">What ended the boot.</param>
/// <param name="EndLine">What the console said of that; empty if nothing ended it.</param>
/// <param name="Refusals">What IMA refused.</param>
public sealed record SeenBoot(IReadOnlyList<ReachedStage> Stages, BootEnd End, string EndLine, IReadOnlyList<AuditFinding> Refusals)
{
    /// <summary>True if nothing that the console may say yet changes the verdict.</summary>
    public bool IsDecided => Has(BootStage.Login) || End != BootEnd.None;

    /// <summary>True if the stage was reached.</summary>
    public bool Has(BootStage stage) => Stages.Any(reached => reached.Stage == stage);

    /// <summary>The verdict, if nothing more is to come.</summary>
    /// <remarks>
    /// Targets are reached also by systems of which every service was refused: one counts only where nothing was. A login that was there before the machine
    /// was switched off was there.
    /// </remarks>
    public ProvedVerdict Verdict
    {
        get
        {
            var isUp = Has(BootStage.Login) || (End == BootEnd.None && Has(BootStage.Target) && Refusals.Count == 0);
            return isUp && Has(BootStage.Policy) ? ProvedVerdict.CameUp
                : isUp ? ProvedVerdict.CameUpWithoutPolicy
                : End != BootEnd.None || Has(BootStage.Target) ? ProvedVerdict.DidNotComeUp
                : ProvedVerdict.CouldNotTell;
        }
    }
}
