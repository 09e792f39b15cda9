using Imara.Boot.Ladder;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Boot;

/// <summary>What the units of the ladder do at boot: count, mark good, and return to log.</summary>
internal sealed class StepDownWork(string root, LadderStore store, LadderReport answer, Report report)
{
    /// <summary>Does it.</summary>
    /// <param name="isGood">The boot came to its end; else it begins.</param>
    /// <param name="state">Where the machine stands.</param>
    /// <param name="machine">The boot.</param>
    public ExitCode Run(bool isGood, LadderState state, LadderMachine machine)
    {
        if (isGood)
        {
            var isMarked = store.TryMarkGood(machine.BootId) && store.TryWriteTries(0);
            answer.WriteStepDown(state, 0, isDown: false);
            return isMarked ? ExitCode.Yes : ExitCode.CouldNotTell;
        }

        var failed = machine.Tries;
        if (!StepDown.IsDue(state, failed))
        {
            var isCounted = store.TryWriteTries(failed + 1);
            answer.WriteStepDown(state, failed, isDown: false);
            return isCounted ? ExitCode.Yes : ExitCode.CouldNotTell;
        }

        // Entries that cannot be changed must not keep others from being changed.
        var files = BootEntryFiles.Of(root);
        var plan = DefaultEntries.Plan(files, "log", withMenu: true).With(OwnEntry.PlanRemoval(files));
        foreach (var problem in plan.Problems)
        {
            report.Error(problem);
        }

        var isDone = plan.Problems.IsEmpty & store.TryApply(plan)
            && store.TryWrite(state with { Step = LadderStep.Log, BootId = machine.BootId, Time = DateTimeOffset.UtcNow }) && store.TryWriteTries(0);
        answer.WriteStepDown(state, failed, isDown: true);
        return isDone ? ExitCode.Yes : ExitCode.CouldNotTell;
    }
}
