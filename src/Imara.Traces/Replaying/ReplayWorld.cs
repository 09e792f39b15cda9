using System.Collections.Immutable;
using Imara.Engine;
using Imara.Engine.Events;
using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Evaluation.Hooks;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Signatures;
using Imara.Traces.KnownData;
using Imara.Traces.Model;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Replaying;

/// <summary>The machine of one scenario: tree, processes, engine, and the outcome of the operation under way.</summary>
internal sealed class ReplayWorld
{
    private readonly Dictionary<string, byte[]?> labelsBefore = new(StringComparer.Ordinal);

    public ReplayWorld(Scenario scenario, KnownFacts facts, KernelProfile kernel, LsmContext lsm, ModelTree tree, ImaEngine engine)
    {
        Scenario = scenario;
        Facts = facts;
        Kernel = kernel;
        Lsm = lsm;
        Tree = tree;
        Engine = engine;
        Hooks = new HookTable(kernel);
        Actors = scenario.Actors.ToDictionary(a => a.Key, a => new ModelActor { Creds = a.Value, Label = scenario.ProcessLabel });
    }

    public Scenario Scenario { get; }

    public KnownFacts Facts { get; }

    public KernelProfile Kernel { get; }

    public LsmContext Lsm { get; }

    public ModelTree Tree { get; }

    public ImaEngine Engine { get; }

    public IReadOnlyDictionary<int, ModelActor> Actors { get; }

    /// <summary>What each access asks.</summary>
    public HookTable Hooks { get; }

    /// <summary>Names of loaded modules.</summary>
    public HashSet<string> Modules { get; } = new(StringComparer.Ordinal);

    /// <summary>An encrypted key <c>evm-key</c> is in root's keyring.</summary>
    public bool HasEvmKey { get; set; }

    /// <summary>What SELinux says about itself.</summary>
    public byte[]? SELinuxState { get; set; }

    public TraceOperation Operation { get; private set; } = null!;

    public ModelActor Actor { get; private set; } = null!;

    public OperationOutcome Outcome { get; private set; } = new();

    public void Begin(TraceOperation operation)
    {
        Operation = operation;
        Actor = Actors.TryGetValue(operation.Actor, out var actor) ? actor : throw new TraceFailure($"operation {operation.Number}: there is no actor {operation.Actor}");
        if (operation.Subject is { } subject)
        {
            actor.Label = subject;
        }

        Outcome = new OperationOutcome();
        labelsBefore.Clear();
        foreach (var target in operation.Also.Prepend(operation.Target).OfType<TraceTarget>())
        {
            if (target.Inode is { } inode)
            {
                Learn(target, inode);
                continue;
            }

            Tree.Learn(target);
        }
    }

    private void Learn(TraceTarget target, int inode)
    {
        var entry = Tree.Recordings.Learn(target, inode);
        if (target.AttributesChanged)
        {
            AttributesChanged(entry);
        }
    }

    public OperationOutcome End()
    {
        // Only a value that differs from the one before the operation counts.
        foreach (var (path, before) in labelsBefore)
        {
            if (before is not null && Outcome.Wrote.TryGetValue(path, out var now) && now.AsSpan().SequenceEqual(before))
            {
                Outcome.Wrote.Remove(path);
            }
        }

        return Outcome;
    }

    /// <summary>A file as the engine sees it.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="reached">The name by which the operation reaches it; null: the one it has.</param>
    public ModelFileView View(ModelEntry entry, string? reached = null) => new(entry, Lsm.Kind, reached);

    /// <summary>Carries out what the engine answered; the errno is the caller's to act on.</summary>
    public Errno Apply(AccessResult result)
    {
        Outcome.Entries.AddRange(result.Entries);
        Outcome.Violations += result.Violations;
        foreach (var write in result.Writes)
        {
            var view = (ModelFileView)write.File;
            var inode = view.Entry.Inode;
            if (!inode.FileSystem.HasAttributes)
            {
                continue;
            }

            labelsBefore.TryAdd(view.Reached, inode.Xattrs.GetValueOrDefault(write.Name));
            inode.Xattrs[write.Name] = write.Value.ToArray();
            if (write.Name == ProtectedXattrs.Ima)
            {
                Outcome.Wrote[view.Reached] = write.Value.ToArray();
            }
        }

        return result.Errno;
    }

    public Errno Check(Access access) => Apply(Engine.Check(access));

    /// <summary>Mode, owner, size or times of a file were changed by the operation's actor.</summary>
    public void AttributesChanged(ModelEntry entry, bool isResized = false) =>
        Engine.AttributesChanged(Access(entry, []), isResized);

    /// <summary>The access of the operation's actor to a file.</summary>
    public Access Access(ModelEntry entry, ImmutableArray<HookQuestion> questions) => new()
    {
        Questions = questions,
        File = View(entry),
        Creds = Actor.Creds,
        Subject = Actor.Label,
    };

    /// <summary>A buffer the kernel offers while the operation's actor runs.</summary>
    public void Measure(PolicyFunc func, string name, ReadOnlyMemory<byte> data, string label, bool isHashed = false, ModelEntry? file = null) => Apply(Engine.Measure(new BufferEvent
    {
        Func = func,
        Name = PathText.ToBytes(name),
        Data = data,
        Label = PathText.ToBytes(label),
        IsHashed = isHashed,
        File = file is null ? null : View(file),
        Creds = Operation is null ? Credentials.Root : Actor.Creds,
        Subject = Operation is null ? ByteString.Empty : Actor.Label,
    }));
}
