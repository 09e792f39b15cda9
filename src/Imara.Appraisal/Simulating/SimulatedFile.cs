using Imara.Appraisal.Files;
using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Hashing;
using Imara.Linux.Files;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Signatures;

namespace Imara.Appraisal.Simulating;

/// <summary>A live file as the engine sees it. Unless the content is wanted, it has the digest that its label says. The object is used again for the next file.</summary>
internal sealed class SimulatedFile(KernelProfile kernel, BootParameters boot, bool readsContent, FileDigester digester) : IFileView, IAttributes
{
    private const ulong FuseMagic = 0x65735546;
    private const int MaxAttribute = 65536;
    private const int MaxContent = 1 << 30;

    private readonly byte[] path = new byte[4096];
    private readonly byte[] value = new byte[MaxAttribute];
    private readonly byte[] other = new byte[MaxAttribute];
    private readonly Digest?[] digests = new Digest?[HashAlgos.All.Length];
    private readonly Digest?[] empty = new Digest?[HashAlgos.All.Length];
    private FileStatus status;
    private FileSystemIdentity fileSystem = new(0, ByteString.Empty, null, default);
    private XattrRead? ima;
    private int pathLength;
    private int descriptor = -1;

    /// <summary>The first error that reading the content met.</summary>
    public Errno Failure { get; private set; }

    /// <summary>True if some digest given out was the one of the label.</summary>
    public bool IsAssumed { get; private set; }

    /// <summary>security.ima.</summary>
    public XattrRead ImaXattr => ima ??= ReadIma();

    /// <summary>The algorithm that the kernel hashes the file with.</summary>
    public HashAlgo CollectAlgo =>
        ImaXattrRules.CollectAlgo(ImaXattr.Value.Span, boot.Hash, kernel.Has(KernelFeature.Sigv3ForFiles), kernel.Has(KernelFeature.Sha3));

    /// <inheritdoc/>
    public InodeKey Key => new(status.Device, status.Inode);

    /// <inheritdoc/>
    public FileFacts Facts => new() { FsMagic = fileSystem.Magic };

    /// <summary>Stays empty: nothing is listed, and audit records are counted by their cause.</summary>
    public ByteString Path => ByteString.Empty;

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
    public bool IsUnverifiable => fileSystem.Magic == FuseMagic;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Ima => ImaXattr.Value.Span;

    /// <inheritdoc/>
    public int EvmSignatureLength =>
        ReadOther("security.evm"u8, out var length) == Errno.None && length > 0 && other[0] == (byte)ImaXattrType.EvmPortableSignature ? length : 0;

    /// <summary>Starts with the next file.</summary>
    /// <param name="of">Its status.</param>
    /// <param name="at">Where calls that take paths find it.</param>
    /// <param name="on">Its file system.</param>
    public void Begin(in FileStatus of, ReadOnlySpan<byte> at, FileSystemIdentity on)
    {
        status = of;
        fileSystem = on;
        pathLength = Math.Min(at.Length, path.Length);
        at[..pathLength].CopyTo(path);
        ima = null;
        Failure = Errno.None;
        IsAssumed = false;
        Array.Clear(digests);
    }

    /// <summary>Closes what was opened.</summary>
    public void End()
    {
        if (descriptor >= 0)
        {
            Descriptor.Close(descriptor);
            descriptor = -1;
        }
    }

    /// <summary>The first bytes of the content; empty if they cannot be read.</summary>
    public ReadOnlySpan<byte> ReadHead(Span<byte> buffer) =>
        TryOpen() && Descriptor.ReadAt(descriptor, buffer, 0, out var length) == Errno.None ? buffer[..length] : default;

    /// <inheritdoc/>
    public Digest? Hash(HashAlgo algo)
    {
        if (digests[(int)algo] is { } known)
        {
            return known;
        }

        if (status.Size == 0)
        {
            return empty[(int)algo] ??= KernelHash.Compute(algo, []);
        }

        if (!readsContent)
        {
            IsAssumed = true;
            return digests[(int)algo] = Claimed(algo);
        }

        if (!TryOpen())
        {
            return null;
        }

        Failure = digester.Compute(descriptor, algo, out var digest);
        return digests[(int)algo] = digest;
    }

    /// <summary>Rules that ask for fs-verity are few: the file is opened for them.</summary>
    public Digest? Verity()
    {
        Span<byte> digest = stackalloc byte[HashAlgos.MaxDigestSize];
        if (!TryOpen() || FsVerity.Measure(descriptor, out var algorithm, digest, out var length) != Errno.None)
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

    /// <summary>The whole content; asked only for rules with appended signatures.</summary>
    public ReadOnlyMemory<byte>? Content()
    {
        if (status.Size > MaxContent || !TryOpen())
        {
            return null;
        }

        var content = new byte[status.Size];
        Failure = Descriptor.ReadAt(descriptor, content, 0, out var length);
        return Failure == Errno.None ? content.AsMemory(0, length) : null;
    }

    /// <inheritdoc/>
    public XattrRead Xattr(string name)
    {
        if (name == ProtectedXattrs.Ima)
        {
            return ImaXattr;
        }

        var error = ReadOther(System.Text.Encoding.UTF8.GetBytes(name), out var length);
        return error == Errno.None ? XattrRead.Of(other.AsSpan(0, length).ToArray()) : new XattrRead(error, default);
    }

    /// <inheritdoc/>
    public int LengthOf(string name) => Xattr(name).Value.Length;

    // The label's digest where it is long enough; otherwise one that it does not begin with.
    private Digest Claimed(HashAlgo algo)
    {
        var label = ImaXattr.Value.Span;
        var start = label.IsEmpty ? 0 : (ImaXattrType)label[0] switch
        {
            ImaXattrType.Digest => 1,
            ImaXattrType.DigestNg => 2,
            _ => 0,
        };
        var size = HashAlgos.DigestSize(algo);
        return start > 0 && label.Length >= start + size ? new Digest(algo, label.Slice(start, size)) : empty[(int)algo] ??= KernelHash.Compute(algo, []);
    }

    private XattrRead ReadIma()
    {
        var error = ExtendedAttributes.Read(path.AsSpan(0, pathLength), "security.ima"u8, value, out var length);
        return error == Errno.None ? XattrRead.Of(value.AsMemory(0, length)) : new XattrRead(error, default);
    }

    private Errno ReadOther(ReadOnlySpan<byte> name, out int length) => ExtendedAttributes.Read(path.AsSpan(0, pathLength), name, other, out length);

    private bool TryOpen()
    {
        if (descriptor >= 0)
        {
            return true;
        }

        Failure = Descriptor.Open(path.AsSpan(0, pathLength), OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoFollow | OpenFlags.NoTerminal, out descriptor);
        if (Failure == Errno.None)
        {
            Failure = FileStatus.Read(descriptor, out var opened);
            if (Failure == Errno.None && (opened.Inode != status.Inode || opened.Device != status.Device))
            {
                Failure = Errno.ESTALE;
            }
        }

        return Failure == Errno.None;
    }
}
