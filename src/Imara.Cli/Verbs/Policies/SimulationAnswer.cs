using Imara.Answers;
using Imara.Appraisal.Simulating;

namespace Imara.Cli.Verbs.Policies;

/// <summary>Everything a simulation found.</summary>
/// <param name="Simulation">The simulation.</param>
/// <param name="Trees">Below the roots.</param>
/// <param name="Running">Among what runs now; null if nobody asked.</param>
/// <param name="HashRate">Bytes hashed in a second; 0 if there is nothing to hash.</param>
/// <param name="IsUnlabelled">Rules ask for the label of subjects, and some has none.</param>
internal sealed record SimulationAnswer(Simulation Simulation, SimulationResult Trees, RunningResult? Running, long HashRate, bool IsUnlabelled)
{
    /// <summary>What was looked at, what of it is denied, and what was left out.</summary>
    public Census Count()
    {
        var census = new Census();
        census.Add(Look.Good, Trees.Files + (Running?.Files ?? 0));
        census.Add(Look.Bad, Trees.DeniedFiles + (Trees.Mode == SimulationMode.Enforce ? Running?.Failures.Length ?? 0 : 0));
        census.Add(Look.NotLookedAt, Trees.Unreadable + (Running?.Unreadable ?? 0));
        census.LeaveOut("gone-meanwhile", Trees.Vanished);
        census.LeaveOut("other-filesystem", Trees.OtherFileSystems);
        census.LeaveOut("mounted-below-itself", Trees.Loops);
        return census;
    }
}
