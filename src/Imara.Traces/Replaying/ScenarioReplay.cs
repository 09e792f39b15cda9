using Imara.Engine;
using Imara.Engine.Boot;
using Imara.Evaluation.Generating;
using Imara.Measurements;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Signatures;
using Imara.Traces.KnownData;
using Imara.Traces.Model;
using Imara.Engine.Appraisal;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Replaying;

/// <summary>Boots the kernel of a scenario, runs its operations, and keeps what is predicted.</summary>
internal sealed class ScenarioReplay
{
    private readonly List<(TraceOperation Operation, OperationOutcome Outcome)> outcomes = [];

    private ScenarioReplay(ReplayWorld world, int bootEntries)
    {
        World = world;
        BootEntries = bootEntries;
    }

    public ReplayWorld World { get; }

    /// <summary>How many entries the boot made.</summary>
    public int BootEntries { get; }

    public IReadOnlyList<(TraceOperation Operation, OperationOutcome Outcome)> Outcomes => outcomes;

    public static ScenarioReplay Run(Scenario scenario, KnownFacts facts, ReplayOptions options, ObservationLog? observations = null)
    {
        var kernel = options.Kernel ?? KernelOf(scenario, facts);
        kernel = options.UsableHashes is { } usable ? kernel with { UsableHashes = usable } : kernel;
        var boot = CommandLineParser.Parse(scenario.Boot, kernel, format => Template.TryParseFormat(format, out _));
        var lsm = options.Lsm ?? LsmOf(scenario.Lsm);
        var tree = new ModelTree(scenario.Boot.Contains("rootfstype=ramfs", StringComparison.Ordinal) ? "ramfs" : "tmpfs", kernel.Has(KernelFeature.TmpfsWritesCounted));
        foreach (var file in facts.Files.Where(f => f.IsAlways || scenario.Files.Contains(f.Path)))
        {
            tree.Add(file);
        }

        var engine = new ImaEngine(new EngineSetup { Kernel = kernel, Boot = boot, Lsm = lsm, Tpm = scenario.HasTpm ? new TpmState(scenario.BootPcrs ?? facts.BootPcrs) : null })
        {
            Asking = observations is null ? null : access => observations.Add(access.ToPolicyEvent(), access.File.Path, AppraisalLabels.Of(access.File.Xattr(ProtectedXattrs.Ima).Value.Span)),
        };
        var world = new ReplayWorld(scenario, facts, kernel, lsm, tree, engine);
        if (lsm.Kind == LsmKind.SELinux)
        {
            world.SELinuxState = facts.SELinuxState;
            new ControlOperations(world).MeasureSELinux();
        }

        var replay = new ScenarioReplay(world, engine.Log.Entries.Count);
        var runner = new OperationRunner(world);
        foreach (var operation in scenario.Operations)
        {
            replay.outcomes.Add((operation, runner.Run(operation)));
        }

        return replay;
    }

    private static KernelProfile KernelOf(Scenario scenario, KnownFacts facts)
    {
        if (facts.Kernels.TryGetValue(scenario.Kernel, out var known))
        {
            return known;
        }

        if (KnownKernels.Find(scenario.Kernel) is { } recorded)
        {
            return recorded;
        }

        return KernelVersion.TryParse(scenario.Kernel, out var version)
            ? KnownKernels.OfVersion(version)
            : throw new TraceFailure($"`{scenario.Kernel}` is no kernel known here");
    }

    private static LsmContext LsmOf(string active) => active.Split(',') switch
    {
        var list when list.Contains("selinux") => new LsmContext(LsmKind.SELinux),
        var list when list.Contains("smack") => new LsmContext(LsmKind.Smack),
        var list when list.Contains("apparmor") => new LsmContext(LsmKind.AppArmor),
        _ => LsmContext.None,
    };
}
