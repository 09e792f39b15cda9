using Imara.Appraisal.Simulating;

namespace Imara.Cli.Verbs.Policies;

/// <summary>Everything a simulation found.</summary>
/// <param name="Simulation">The simulation.</param>
/// <param name="Trees">Below the roots.</param>
/// <param name="Running">Among what runs now; null if nobody asked.</param>
/// <param name="HashRate">Bytes hashed in a second; 0 if there is nothing to hash.</param>
/// <param name="IsUnlabelled">Rules ask for the label of subjects, and some has none.</param>
internal sealed record SimulationAnswer(Simulation Simulation, SimulationResult Trees, RunningResult? Running, long HashRate, bool IsUnlabelled);
