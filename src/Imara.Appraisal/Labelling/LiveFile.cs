using Imara.Appraisal.Files;
using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Linux.Files;
using Imara.Linux.ProcFs;
using Imara.Policy.Rules;
using Imara.Signatures;

namespace Imara.Appraisal.Labelling;

/// <summary>A file of this machine, held by a descriptor. The object is used again for the next file; what was asked of the last one is forgotten.</summary>
internal sealed class LiveFile(FileDigester digester) : ILabelledFile
{
    private const ulong FuseMagic = 0x65735546;
    private const int MaxAttribute = 65536;
    private const int MaxContent = 1 << 30;

    private readonly byte[] value = new byte[MaxAttribute];
    private readonly List<(string Name, XattrRead Read)> attributes = [];
    private readonly FileSystemTable fileSystems = new();
    private readonly List<Digest> digests = [];
    private readonly Dictionary<ulong, FsUuid> superBlocks = [];
    private FileStatus status;
    private FileFacts? facts;
    private ReadOnlyMemory<byte> pathBytes;
    private ByteString? path;
    private ByteString? realPath;
    private bool isOpen;

    /// <summary>The descriptor.</summary>
    public int Descriptor { get; private set; } = -1;

    /// <summary>The first error that reading met.</summary>
    public Errno Failure { get; private set; }

    /// <summary>True if the content was read.</summary>
    public bool WasRead { get; private set; }

    /// <inheritdoc/>
    public InodeKey Key => new(status.Device, status.Inode);

    /// <inheritdoc/>
    public FileFacts Facts => facts ??= FactsOf(fileSystems.Of(Descriptor, status.MountKey, Environment.ProcessId));

    /// <inheritdoc/>
    public ByteString Path => path ??= new ByteString(pathBytes.Span);

    /// <inheritdoc/>
    public ByteString RealPath => realPath ??= RealPaths.Of(Descriptor, pathBytes.Span);

    /// <inheritdoc/>
    public ushort Mode => (ushort)status.Mode;

    /// <inheritdoc/>
    public uint Uid => status.Uid;

    /// <inheritdoc/>
    public uint Gid => status.Gid;

    /// <inheritdoc/>
    public ulong Size => (ulong)status.Size;

    /// <inheritdoc/>
    public ulong? ChangeCookie => null;

    /// <inheritdoc/>
    public int OpenWriters => 0;

    /// <inheritdoc/>
    public int OpenReaders => 0;

    /// <inheritdoc/>
    public bool IsWritablyMapped => false;

    /// <inheritdoc/>
    public RealInode? Real => null;

    /// <inheritdoc/>
    public bool IsUnverifiable => Facts.FsMagic == FuseMagic;

    /// <summary>Starts with the next file.</summary>
    /// <param name="at">Its path; read until the next file.</param>
    /// <param name="descriptor">The file, opened for reading or held by O_PATH.</param>
    /// <param name="of">Its status.</param>
    /// <param name="isReadable">It is opened for reading.</param>
    public void Begin(ReadOnlyMemory<byte> at, int descriptor, in FileStatus of, bool isReadable)
    {
        pathBytes = at;
        path = null;
        realPath = null;
        Descriptor = descriptor;
        status = of;
        isOpen = isReadable;
        facts = null;
        Failure = Errno.None;
        WasRead = false;
        attributes.Clear();
        digests.Clear();
    }

    /// <inheritdoc/>
    public Digest? Hash(HashAlgo algo)
    {
        foreach (var known in digests)
        {
            if (known.Algo == algo)
            {
                return known;
            }
        }

        WasRead = true;
        Failure = digester.Compute(Descriptor, status.Size, algo, out var digest);
        if (digest is not null)
        {
            digests.Add(digest);
        }

        return digest;
    }

    /// <inheritdoc/>
    public Digest? Verity()
    {
        Span<byte> digest = stackalloc byte[HashAlgos.MaxDigestSize];
        if (!isOpen || FsVerity.Measure(Descriptor, out var algorithm, digest, out var length) != Errno.None)
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

    /// <inheritdoc/>
    public Digest? ComputeVerity(VerityAlgo algo, int blockSize, ReadOnlySpan<byte> salt)
    {
        using var verity = new VerityDigest(algo, blockSize, salt);
        WasRead = true;
        Failure = digester.Read(Descriptor, verity.Append);
        return Failure == Errno.None ? verity.Finish() : null;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Content()
    {
        WasRead = true;
        if (status.Size > MaxContent)
        {
            Failure = Errno.ENOMEM;
            return null;
        }

        var bytes = new byte[status.Size];
        Failure = Linux.Files.Descriptor.ReadAt(Descriptor, bytes, 0, out var length);
        return Failure == Errno.None ? bytes.AsMemory(0, length) : null;
    }

    /// <inheritdoc/>
    public XattrRead Xattr(string name)
    {
        foreach (var known in attributes)
        {
            if (known.Name == name)
            {
                return known.Read;
            }
        }

        Span<byte> bytes = stackalloc byte[256];
        if (!System.Text.Encoding.UTF8.TryGetBytes(name, bytes, out var count))
        {
            return new XattrRead(Errno.ERANGE, default);
        }

        var error = isOpen
            ? ExtendedAttributes.Read(Descriptor, bytes[..count], value, out var length)
            : PathAttributes.Read(Descriptor, bytes[..count], value, out length);
        var read = error == Errno.None ? XattrRead.Of(value.AsSpan(0, length).ToArray()) : new XattrRead(error, default);
        attributes.Add((name, read));
        return read;
    }

    /// <inheritdoc/>
    public uint? Generation() => isOpen && InodeGeneration.Read(Descriptor, out var generation) == Errno.None ? generation : null;

    /// <summary>Writes or removes one attribute.</summary>
    public Errno Apply(in XattrChange change)
    {
        Span<byte> bytes = stackalloc byte[256];
        var name = bytes[..System.Text.Encoding.UTF8.GetBytes(change.Name, bytes)];
        return (change.Value, isOpen) switch
        {
            (null, true) => ExtendedAttributes.Remove(Descriptor, name),
            (null, false) => PathAttributes.Remove(Descriptor, name),
            ({ } written, true) => ExtendedAttributes.Write(Descriptor, name, written),
            ({ } written, false) => PathAttributes.Write(Descriptor, name, written),
        };
    }

    private FileFacts FactsOf(FileSystemIdentity on) => new()
    {
        Fowner = status.Uid,
        Fgroup = status.Gid,
        FsMagic = on.Magic,
        FsName = on.Name,
        FsSubtype = on.Subtype,
        FsUuid = on.Uuid.IsNil ? SuperBlock(status.Device) : on.Uuid,
    };

    // Kernels before 6.9 do not tell it, though EVM covers it.
    private FsUuid SuperBlock(ulong device)
    {
        if (!superBlocks.TryGetValue(device, out var uuid))
        {
            Span<byte> bytes = stackalloc byte[16];
            _ = SuperBlockUuid.Read(device, out var guid);
            guid.TryWriteBytes(bytes, bigEndian: true, out _);
            superBlocks[device] = uuid = FsUuid.FromBytes(bytes);
        }

        return uuid;
    }
}
