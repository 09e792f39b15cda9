using Imara.Appraisal.Files;

namespace Imara.Appraisal.Simulating;

/// <summary>What one thread works with; the linked files, the listener and the progress are everybody's.</summary>
internal sealed class SimulationParts : IDisposable
{
    private readonly FileDigester digester = new();

    public SimulationParts(Simulation simulation, IReadOnlyList<Subject> subjects, LinkedFiles linked, HeardOne hear, SimulationProgress progress)
    {
        Subjects = subjects;
        Linked = linked;
        Hear = hear;
        Progress = progress;
        ReadsContent = simulation.ReadsContent;
        ImaHash = simulation.Setup.Boot.Hash;
        Planner = new Planner(simulation.Compiled, simulation.Setup, subjects);
        Labels = new LabelTable(simulation.Setup.Lsm.Kind, simulation.AsksObjectLabels);
        Tally = new Tally(simulation.Compiled.Rules.Length, simulation.Top);
        File = new SimulatedFile(simulation.Setup.Kernel, simulation.Setup.Boot, simulation.ReadsContent, digester);
        Judging = new Judging(this, new AccessJudge(simulation.Setup, simulation.Keys, simulation.ReadsContent, simulation.Mode == SimulationMode.Fix), simulation.First);
    }

    public IReadOnlyList<Subject> Subjects { get; }

    public LinkedFiles Linked { get; }

    public HeardOne Hear { get; }

    public SimulationProgress Progress { get; }

    public bool ReadsContent { get; }

    public HashAlgo ImaHash { get; }

    public Planner Planner { get; }

    public LabelTable Labels { get; }

    public Tally Tally { get; }

    public SimulatedFile File { get; }

    public Judging Judging { get; }

    public void Dispose() => digester.Dispose();
}
