using System.Collections.Immutable;
using Imara.Appraisal.Files;
using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Evaluation.Hooks;
using Imara.Linux.Files;
using Imara.Linux.ProcFs;
using Imara.Runtime.Executions;
using Imara.Runtime.Failures;
using Imara.Runtime.Usage;
using Imara.Signatures;

namespace Imara.Runtime.Accesses;

/// <summary>One access and its facts; each fact is asked of the kernel when it is first wanted. The object is used again for the next access.</summary>
internal sealed class LiveAccess(FileSystemTable fileSystems, FileDigester digester, MonitorCounters counters) : IFileView
{
    private const ulong FuseMagic = 0x65735546;
    private const ulong NanosecondsPerSecond = 1_000_000_000;
    private const int MaxAttribute = 65536;

    // Time stamps of kernels before 6.13 move with the clock tick only. docs/reference/runtime-notes.md, Cache.
    private const long SettledAfter = 10_000_000;

    private readonly BoundedHashing hashing = new(digester, counters);
    private readonly byte[] buffer = new byte[Math.Max(MaxAttribute, DescriptorPath.MaxLength + 1)];
    private readonly Digest?[] digests = new Digest?[HashAlgos.All.Length];
    private ByteString? path;
    private Credentials? caller;
    private Credentials? program;
    private FileFacts? facts;
    private bool? hasWriters;
    private FileUsage usage = new();
    private bool creates;

    /// <summary>What is asked about it.</summary>
    internal ImmutableArray<HookQuestion> Questions { get; private set; }

    /// <summary>As what it is executed.</summary>
    internal ExecRole Role { get; private set; }

    /// <summary>What an executed file is.</summary>
    internal ProgramFormat Format { get; private set; }

    /// <summary>The file, readable and not to be closed.</summary>
    internal int Descriptor { get; private set; }

    /// <summary>The thread that waits.</summary>
    internal int Thread { get; private set; }

    /// <summary>Owner, mode, size and times.</summary>
    internal FileStatus Status { get; private set; }

    /// <summary>What the open counts as.</summary>
    internal OpenKind Kind { get; private set; }

    /// <summary>True if it is opened with O_DIRECT.</summary>
    internal bool IsDirect { get; private set; }

    /// <summary>True if this open seems to have made the file: it is asked to, and the file is empty and as old as its last change.</summary>
    internal bool IsCreated => creates && Status.Size == 0 && Status.Born == Status.Changed;

    /// <summary>How much is hashed.</summary>
    internal HashLimit Limit
    {
        get => hashing.Limit;
        init => hashing.Limit = value;
    }

    /// <summary>How long the opener has waited at least before it was its turn, in milliseconds; set before <see cref="Begin"/>.</summary>
    internal long Waited { get; set; }

    /// <summary>Who opens the file; all ids 0 if it is gone.</summary>
    internal Credentials Caller => caller ??= ProcessCredentials.Read(Thread, out var read) == Errno.None ? Convert(read) : default(Credentials);

    /// <summary>What the executed program begins with.</summary>
    internal Credentials Program => program ??= Predict();

    /// <summary>The same, if somebody has asked; null: nobody has.</summary>
    internal Credentials? KnownProgram => program;

    /// <inheritdoc/>
    public InodeKey Key { get; private set; }

    /// <inheritdoc/>
    public FileFacts Facts => facts ??= Ask();

    /// <inheritdoc/>
    public ByteString Path => path ??= DescriptorPath.Read(Descriptor, buffer, out var length, out _) == Errno.None ? new ByteString(buffer.AsSpan(0, length)) : ByteString.Empty;

    /// <inheritdoc/>
    public ushort Mode => (ushort)Status.Mode;

    /// <inheritdoc/>
    public uint Uid => Status.Uid;

    /// <inheritdoc/>
    public uint Gid => Status.Gid;

    /// <inheritdoc/>
    public ulong Size => (ulong)Status.Size;

    /// <inheritdoc/>
    public ulong? ChangeCookie => usage.MayHideChanges ? null : ((ulong)Status.Changed.Seconds * NanosecondsPerSecond) + Status.Changed.Nanoseconds;

    /// <inheritdoc/>
    public int OpenWriters => Kind == OpenKind.Writer ? usage.Writers + 1 : HasWriters ? Math.Max(1, usage.Writers) : 0;

    /// <summary>See <see cref="IFileView.OpenReaders"/>; where that decides about a violation and the count may be too high, all processes are searched.</summary>
    public int OpenReaders
    {
        get
        {
            if (Kind == OpenKind.Reader)
            {
                return usage.Readers + 1;
            }

            if (usage.MayOvercountReaders && !OpenFileSearch.IsOpenForReading(Status.Device, Status.Inode))
            {
                usage.FoundNoReaders();
            }

            return usage.Readers;
        }
    }

    /// <summary>Not visible from here; a writable mapping counts as a writer until it is gone.</summary>
    public bool IsWritablyMapped => false;

    /// <summary>Not visible from here: what lies below is measured through its own opens.</summary>
    public RealInode? Real => null;

    /// <inheritdoc/>
    public bool IsUnverifiable => Facts.FsMagic == FuseMagic;

    /// <summary>Digests computed for this access.</summary>
    internal IEnumerable<Digest> KnownDigests => digests.OfType<Digest>();

    /// <summary>Read-only opens that were counted, this one not included; nobody is searched for.</summary>
    internal int CountedReaders => usage.Readers;

    private bool HasWriters => hasWriters ??= AskForWriters();

    /// <summary>Starts a new access; what it is, <see cref="Opening"/>, <see cref="Executing"/> and <see cref="Loading"/> say.</summary>
    internal void Begin(int descriptor, int thread, in FileStatus status, FileUsage usage, OpenKind kind = OpenKind.Reader)
    {
        Descriptor = descriptor;
        Thread = thread;
        Status = status;
        Key = new InodeKey(status.Device, status.Inode);
        Kind = kind;
        IsDirect = false;
        creates = false;
        Questions = [];
        Role = ExecRole.None;
        this.usage = usage;
        path = null;
        caller = null;
        program = null;
        facts = null;
        hasWriters = null;
        Array.Clear(digests);
        hashing.Begin();
    }

    /// <summary>The file is opened.</summary>
    internal void Opening(in OpenIntent intent, HookTable hooks)
    {
        Kind = intent.Kind;
        IsDirect = intent.Direct;
        creates = intent.Creates;
        Questions = hooks.Opened(intent.Mask);
    }

    /// <summary>The file is executed, or is the interpreter of a script that is.</summary>
    internal void Executing(ProgramFormat format, HookTable hooks)
    {
        (Role, Format) = (ExecRole.Program, format);
        Questions = hooks.Executed(format);
    }

    /// <summary>The file is the loader of a program.</summary>
    /// <param name="known">What that program begins with; null: nobody has asked.</param>
    /// <param name="hooks">What is asked.</param>
    internal void Loading(Credentials? known, HookTable hooks)
    {
        (Role, Format) = (ExecRole.Loader, ProgramFormat.Elf);
        Questions = hooks.LoaderExecuted;
        program = known;
    }

    /// <inheritdoc/>
    public Digest? Hash(HashAlgo algo)
    {
        if (digests[(int)algo] is { } known)
        {
            return known;
        }

        // A writer that only waits for this answer has changed nothing yet; any other may, without moving a time stamp.
        var others = Kind == OpenKind.Writer ? usage.Writers > 0 || !usage.WritersAreExact : HasWriters;
        usage.MayHideChanges |= others || FileTime.Now.NanosecondsSince(Status.Changed) < SettledAfter;
        if (!hashing.TryHash(this, usage, algo, Waited, out var digest))
        {
            return null;
        }

        counters.Digests++;
        return digests[(int)algo] = digest;
    }

    /// <inheritdoc/>
    public Digest? Verity()
    {
        Span<byte> digest = stackalloc byte[HashAlgos.MaxDigestSize];
        if (FsVerity.Measure(Descriptor, out var algorithm, digest, out var length) != Errno.None)
        {
            return null;
        }

        return ((VerityAlgo)algorithm, length) switch
        {
            (VerityAlgo.Sha256, 32) => new Digest(HashAlgo.Sha256, digest[..length]),
            (VerityAlgo.Sha512, 64) => new Digest(HashAlgo.Sha512, digest[..length]),
            _ => null,
        };
    }

    /// <summary>Never: appended signatures are looked for in modules, firmware and kexec images only, which are not seen here.</summary>
    public ReadOnlyMemory<byte>? Content() => null;

    /// <inheritdoc/>
    public XattrRead Xattr(string name)
    {
        var error = ExtendedAttributes.Read(Descriptor, System.Text.Encoding.UTF8.GetBytes(name), buffer, out var length);
        return error == Errno.None ? XattrRead.Of(buffer.AsSpan(0, length).ToArray()) : new XattrRead(error, default);
    }

    /// <summary>Writes an extended attribute; that change is not taken for somebody else's.</summary>
    internal Errno WriteAttribute(string name, ReadOnlySpan<byte> value)
    {
        var error = ExtendedAttributes.Write(Descriptor, System.Text.Encoding.UTF8.GetBytes(name), value);
        if (FileStatus.Read(Descriptor, out var after) == Errno.None)
        {
            usage.Observe(after);
        }

        return error;
    }

    private FileFacts Ask()
    {
        var fileSystem = fileSystems.Of(Descriptor, Status.MountKey, Thread);
        return new FileFacts
        {
            Fowner = Status.Uid,
            Fgroup = Status.Gid,
            FsMagic = fileSystem.Magic,
            FsName = fileSystem.Name,
            FsSubtype = fileSystem.Subtype,
            FsUuid = fileSystem.Uuid,
        };
    }

    private Credentials Predict()
    {
        if (ProcessCredentials.Read(Thread, out var read) != Errno.None)
        {
            return default;
        }

        // The mount's options matter only where the mode could change ids; a loader's own mode changes nothing.
        var changesIds = Role == ExecRole.Program && ExecCredentials.MayChange(Status.Mode);
        var isHonoured = changesIds && !read.NoNewPrivileges && !FileSystemTable.IsNoSetUid(Descriptor, Thread);
        return ExecCredentials.After(Convert(read), Status.Uid, Status.Gid, Status.Mode, isHonoured);
    }

    // docs/reference/runtime-notes.md, Writers, readers, violations. Where leases are not possible the counts have to do.
    private bool AskForWriters()
    {
        if (usage.WritersAreExact && usage.Writers == 0)
        {
            return false;
        }

        switch (FileLease.ProbeWriters(Descriptor))
        {
            case Errno.None:
                usage.FoundNoWriters();
                return false;
            case Errno.EAGAIN:
                return true;
            default:
                return usage.Writers > 0;
        }
    }

    private static Credentials Convert(in ProcessCredentials from) =>
        new(from.Uid, from.Euid, from.Suid, from.Gid, from.Egid, from.Sgid, from.EffectiveCapabilities);
}
