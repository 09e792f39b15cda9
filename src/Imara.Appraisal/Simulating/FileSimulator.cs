using System.Collections.Immutable;
using Imara.Linux.Files;
using Imara.Policy.Rules;
using Imara.Signatures;

namespace Imara.Appraisal.Simulating;

/// <summary>Simulates the accesses of root to single files, which are not opened. For one thread.</summary>
/// <remarks>docs/reference/policy.md 4.1. Every access counts as the first one to its file since the kernel started.</remarks>
public sealed class FileSimulator : IDisposable
{
    private const ulong EverySubject = ~0UL;

    private readonly MountTable mounts = new();
    private readonly List<AccessQuestion> questions = [];
    private readonly SimulationParts parts;
    private readonly AccessJudge judge;

    /// <summary>Prepares.</summary>
    /// <param name="simulation">The kernel, the rules and the keys.</param>
    public FileSimulator(Simulation simulation)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        parts = new SimulationParts(simulation, [Subject.Root], new LinkedFiles(), new HeardOne(null), simulation.Progress);
        judge = new AccessJudge(simulation.Setup, simulation.Keys, simulation.ReadsContent, fixes: false);
    }

    /// <summary>What happens to a file that is read, mapped for execution, executed, or given to the kernel as a module, whatever its name is.</summary>
    /// <param name="path">The file; symbolic links are followed.</param>
    /// <returns>The accesses that are appraised; empty if the file is no regular one.</returns>
    public ImmutableArray<SimulatedAccess> Of(ReadOnlyMemory<byte> path)
    {
        if (FileStatus.Read(path.Span, out var status) != Errno.None || !status.IsRegularFile || MountOf(path.Span, status) is not { } mount)
        {
            return [];
        }

        questions.Clear();
        var traits = mount.Traits | FileTraits.SharedObject | FileTraits.Module;
        parts.Planner.Table.Fill(status.Uid, status.Gid, status.Mode & 0xfff, traits, EverySubject, questions);
        var label = parts.Labels.Of(path.Span, out var number);
        var plan = parts.Planner.Make(questions, new PlanKey(mount, status.Uid, status.Gid, (ushort)(status.Mode & 0xfff), traits, EverySubject, number), label);
        parts.File.Begin(status, path.Span, mount.FileSystem);
        try
        {
            return [.. plan.Accesses.Where(access => access.Group >= 0).GroupBy(access => access.Question.Kind).Select(kind => Judged(kind.Key, [.. kind], plan))];
        }
        finally
        {
            parts.File.End();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => parts.Dispose();

    // Mapping an executed program happens when it cannot be refused any more; whether it passes counts, not that it is asked.
    private SimulatedAccess Judged(AccessKind kind, IReadOnlyList<PlannedAccess> accesses, AccessPlan plan)
    {
        var passes = accesses.All(access => judge.Judge(plan.Groups[access.Group], parts.File).Kind is VerdictKind.Good or VerdictKind.SignatureUnchecked);
        var label = parts.File.ImaXattr.Value.Span;
        var isSigned = !label.IsEmpty && (ImaXattrType)label[0] is ImaXattrType.Signature or ImaXattrType.VeritySignature;
        var isAsked = kind != AccessKind.Execute || accesses.Any(access => access.Question.Func is PolicyFunc.FileCheck or PolicyFunc.BprmCheck);
        return new SimulatedAccess(kind, passes, isSigned && isAsked);
    }

    private MountFacts? MountOf(ReadOnlySpan<byte> path, in FileStatus status)
    {
        if (Descriptor.Open(path, OpenFlags.PathOnly, out var descriptor) != Errno.None)
        {
            return null;
        }

        var mount = mounts.Of(descriptor, status.MountKey, Environment.ProcessId);
        Descriptor.Close(descriptor);
        return mount;
    }
}
