using Imara.Linux.Files;
using Imara.Linux.ProcFs;
using Imara.Policy.Rules;
using Imara.Runtime.Digests;
using Imara.Runtime.Executions;
using Imara.Runtime.Monitoring;
using Imara.Runtime.Usage;

namespace Imara.Runtime.Accesses;

/// <summary>One access and its facts; each fact is asked of the kernel when it is first wanted. The object is used again for the next access.</summary>
internal sealed class LiveAccess(FileSystemTable fileSystems, DigestCache cache, FileDigester digester, MonitorCounters counters)
{
    private readonly byte[] path = new byte[DescriptorPath.MaxLength + 1];
    private readonly Digest?[] digests = new Digest?[HashAlgos.All.Length];
    private int pathLength;
    private ProcessCredentials? caller;
    private ProcessCredentials? executed;
    private FileSystemIdentity? fileSystem;
    private bool? hasWriters;
    private FileUsage? usage;

    /// <summary>The question.</summary>
    internal PolicyFunc Func { get; private set; }

    /// <summary>The mask that goes with it.</summary>
    internal AccessMask Mask { get; private set; }

    /// <summary>The file, readable and not to be closed.</summary>
    internal int Descriptor { get; private set; }

    /// <summary>The thread that waits.</summary>
    internal int Thread { get; private set; }

    /// <summary>Owner, mode, size and times.</summary>
    internal FileStatus Status { get; private set; }

    /// <summary>Names the file.</summary>
    internal InodeKey File { get; private set; }

    /// <summary>What the open counts as.</summary>
    internal OpenKind Kind { get; private set; }

    /// <summary>True if it is opened with O_DIRECT.</summary>
    internal bool Direct { get; private set; }

    /// <summary>True if CREDS_CHECK is about the ids after set-user-id was applied.</summary>
    internal bool CredsAfterSetUid { get; init; } = true;

    /// <summary>Who has the file open.</summary>
    internal FileUsage Usage => usage!;

    /// <summary>The path it was opened by; " (deleted)" is not part of it.</summary>
    internal ReadOnlySpan<byte> Path
    {
        get
        {
            if (pathLength < 0)
            {
                _ = DescriptorPath.Read(Descriptor, path, out pathLength, out _);
            }

            return path.AsSpan(0, pathLength);
        }
    }

    /// <summary>Who asks: for CREDS_CHECK with the ids the program will have, else the caller's. All 0 if it is gone.</summary>
    internal ProcessCredentials Credentials => Func == PolicyFunc.CredsCheck && CredsAfterSetUid ? executed ??= PredictCredentials() : Caller;

    /// <summary>Who opens the file.</summary>
    internal ProcessCredentials Caller
    {
        get
        {
            if (caller is null)
            {
                _ = ProcessCredentials.Read(Thread, out var read);
                caller = read;
            }

            return caller.Value;
        }
    }

    /// <summary>Where it lies.</summary>
    internal FileSystemIdentity FileSystem => fileSystem ??= fileSystems.Of(Descriptor, Status.MountKey, Thread);

    /// <summary>True if somebody has the file open for writing; for a writable open that is at least the opener.</summary>
    internal bool HasWriters => hasWriters ??= AskForWriters();

    /// <summary>Starts a new access; its question is set by <see cref="Ask"/>.</summary>
    internal void Begin(int descriptor, int thread, in FileStatus status, FileUsage usage)
    {
        Descriptor = descriptor;
        Thread = thread;
        Status = status;
        File = InodeKey.Of(status);
        Kind = OpenKind.Reader;
        Direct = false;
        this.usage = usage;
        pathLength = -1;
        caller = null;
        executed = null;
        fileSystem = null;
        hasWriters = null;
        Array.Clear(digests);
    }

    /// <summary>Says how the file is opened.</summary>
    internal void Open(in OpenIntent intent)
    {
        Kind = intent.Kind;
        Direct = intent.Direct;
    }

    /// <summary>Sets the question.</summary>
    internal void Ask(PolicyFunc func, AccessMask mask)
    {
        Func = func;
        Mask = mask;
    }

    /// <summary>Is this access a violation? To be asked once for a question.</summary>
    /// <param name="mustMeasure">A measure rule matches.</param>
    internal Violation CheckViolation(bool mustMeasure)
    {
        var write = Kind == OpenKind.Writer && Func == PolicyFunc.FileCheck;
        var found = Usage.Check(write, mustMeasure, !write && mustMeasure && HasWriters);
        if (found != Violation.None)
        {
            counters.Violations++;
        }

        return found;
    }

    /// <summary>The digest of the content; computed at most once for an algorithm.</summary>
    /// <param name="algo">The algorithm.</param>
    /// <param name="digest">The digest, if the result is <see cref="Errno.None"/>.</param>
    internal Errno ReadDigest(HashAlgo algo, out Digest? digest)
    {
        digest = digests[(int)algo];
        if (digest is not null)
        {
            return Errno.None;
        }

        // A writer that only waits for this answer has changed nothing yet.
        var still = (Usage.WritersAreExact && Usage.Writers == 0) || !HasWriters;
        var key = DigestKey.Of(Status);
        digest = still ? cache.Find(key, algo) : null;
        if (digest is not null)
        {
            counters.CacheHits++;
            digests[(int)algo] = digest;
            return Errno.None;
        }

        var now = FileTime.Now;
        var error = digester.Compute(Descriptor, algo, out digest);
        if (error != Errno.None)
        {
            return error;
        }

        counters.Digests++;
        digests[(int)algo] = digest;
        if (still)
        {
            cache.Add(key, digest!, now);
        }

        return Errno.None;
    }

    /// <summary>Reads an extended attribute, see <see cref="ExtendedAttributes.Read"/>.</summary>
    internal Errno ReadAttribute(ReadOnlySpan<byte> name, Span<byte> value, out int length) => ExtendedAttributes.Read(Descriptor, name, value, out length);

    private ProcessCredentials PredictCredentials() => ExecCredentials.MayChange(Status)
        ? ExecCredentials.After(Caller, Status, FileSystemTable.IsNoSetUid(Descriptor, Thread))
        : ExecCredentials.After(Caller, Status, noSetUid: true);

    // docs/reference/runtime-notes.md, Writers, readers, violations. Where leases are not possible the counts have to do.
    private bool AskForWriters()
    {
        if (Usage.WritersAreExact && Usage.Writers == 0 && Kind != OpenKind.Writer)
        {
            return false;
        }

        switch (FileLease.ProbeWriters(Descriptor))
        {
            case Errno.None:
                Usage.FoundNoWriters();
                return false;
            case Errno.EAGAIN:
                return true;
            default:
                return Usage.Writers > 0 || Kind == OpenKind.Writer;
        }
    }
}
