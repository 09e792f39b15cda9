using System.Collections.Immutable;
using Imara.Engine.Boot;
using Imara.Evaluation;
using Imara.Linux.Trees;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Signatures.Keys;

namespace Imara.Appraisal.Simulating;

/// <summary>What a policy would do on this machine: what it measures, appraises and denies, and what that costs.</summary>
/// <remarks>
/// docs/reference/policy.md 4, 5; appraisal.md 5. Every access counts as the first one to its file since the kernel started. Files are opened only where
/// <see cref="ReadsContent"/> or a rule asks for the content: under a policy in force, opening one is an access that may be measured or denied.
/// </remarks>
public sealed class Simulation
{
    /// <summary>The most subjects of one simulation.</summary>
    public const int MaxSubjects = 62;

    /// <summary>Prepares a simulation.</summary>
    /// <param name="setup">The kernel and its boot parameters; their mode does not count.</param>
    /// <param name="rules">The active rules.</param>
    /// <param name="mode">The mode of appraisal.</param>
    public Simulation(EngineSetup setup, ImmutableArray<PolicyRule> rules, SimulationMode mode)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Setup = setup;
        Mode = mode;
        Compiled = new CompiledPolicy(rules, setup.Lsm.Kind, setup.Kernel.Is(KernelOption.Appraise) && (mode != SimulationMode.Off || rules.Any(SwitchesOn)));
    }

    /// <summary>Who accesses files, at most <see cref="MaxSubjects"/>.</summary>
    public ImmutableArray<Subject> Subjects { get; init; } = [Subject.Root];

    /// <summary>The keys signatures are verified with; null: none are known, and no signature is judged.</summary>
    public Keyring? Keys { get; init; }

    /// <summary>Read files, so that digests are compared and signatures verified.</summary>
    public bool ReadsContent { get; init; }

    /// <summary>How many of the heaviest directories are named.</summary>
    public int Top { get; init; } = 10;

    /// <summary>How many of the failing files are named.</summary>
    public int First { get; init; } = 20;

    /// <summary>How trees are walked.</summary>
    public TreeWalkOptions Walk { get; init; } = new();

    /// <summary>Hears about single items; null: nobody.</summary>
    public ISimulationListener? Listener { get; init; }

    /// <summary>How far the simulation is.</summary>
    public SimulationProgress Progress { get; } = new();

    /// <summary>The algorithm of files without a label that names another.</summary>
    public HashAlgo DefaultHash => Setup.Boot.Hash;

    /// <summary>The mode of appraisal.</summary>
    public SimulationMode Mode { get; }

    internal EngineSetup Setup { get; }

    internal CompiledPolicy Compiled { get; }

    /// <summary>True if a rule asks for the label of files.</summary>
    public bool AsksObjectLabels => Compiled.Rules.Any(rule => rule.Lsm.Any(condition => condition.Key <= LsmKey.ObjType));

    /// <summary>True if a rule asks for the label of subjects.</summary>
    public bool AsksSubjectLabels => Compiled.Rules.Any(rule => rule.Lsm.Any(condition => condition.Key > LsmKey.ObjType));

    /// <summary>Simulates every access that can happen to the files below some directories.</summary>
    /// <param name="roots">Paths of directories.</param>
    public SimulationResult OfTrees(IReadOnlyList<ReadOnlyMemory<byte>> roots)
    {
        var linked = new LinkedFiles();
        var hear = new HeardOne(Listener);
        var all = new List<SimulationParts>();
        try
        {
            TreeWalk.Run(roots, Walk, () =>
            {
                var parts = new SimulationParts(this, Subjects, linked, hear, Progress);
                all.Add(parts);
                return new TreeSimulator(parts);
            });
            var total = new Tally(Compiled.Rules.Length, Top);
            foreach (var parts in all)
            {
                total.Add(parts.Tally, First);
            }

            linked.CountIn(total);
            return new SimulationResult(total, Mode);
        }
        finally
        {
            foreach (var parts in all)
            {
                parts.Dispose();
            }
        }
    }

    /// <summary>Simulates that everything that runs now is started again.</summary>
    public RunningResult OfRunning()
    {
        using var simulator = new RunningSimulator(this);
        return simulator.Run();
    }

    // docs/reference/policy.md 3.10: appraisal is evaluated again, though nothing is denied.
    private static bool SwitchesOn(PolicyRule rule) => rule.Action == PolicyAction.Appraise
        && rule.Func is PolicyFunc.ModuleCheck or PolicyFunc.FirmwareCheck or PolicyFunc.PolicyCheck or PolicyFunc.KexecKernelCheck;
}
