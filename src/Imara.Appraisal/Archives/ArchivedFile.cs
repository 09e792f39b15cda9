using Imara.Appraisal.Archives.Tar;
using Imara.Appraisal.Labelling;
using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Hashing;
using Imara.Signatures;

namespace Imara.Appraisal.Archives;

/// <summary>A file of an archive as actions see it. For one thread, which uses the object again for the next file.</summary>
internal sealed class ArchivedFile : ILabelledFile, IDisposable
{
    private const ushort RegularFile = 0x8000;
    private const int MaxContent = 1 << 30;

    private readonly ContentHash?[] hashes = new ContentHash?[HashAlgos.All.Length];
    private TarEntry? current;
    private Spool? content;

    /// <summary>No inode, but a number of its own for each file.</summary>
    public InodeKey Key => new(0, (ulong)Entry.Offset);

    /// <summary>Owner and group; an archive is on no file system yet.</summary>
    public FileFacts Facts => new() { Fowner = Uid, Fgroup = Gid };

    /// <summary>The name in the archive below <c>/</c>.</summary>
    public ByteString Path => new([(byte)'/', .. ArchiveNames.Trim(Entry.Name.Span)]);

    /// <inheritdoc/>
    public ushort Mode => (ushort)(RegularFile | Entry.Permissions);

    /// <inheritdoc/>
    public uint Uid => Entry.Uid;

    /// <inheritdoc/>
    public uint Gid => Entry.Gid;

    /// <inheritdoc/>
    public ulong Size => (ulong)Entry.Size;

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
    public bool IsUnverifiable => false;

    private TarEntry Entry => current ?? throw new InvalidOperationException("no file was begun");

    private Spool Bytes => content ?? throw new InvalidOperationException("no file was begun");

    /// <summary>Starts with the next file.</summary>
    public void Begin(TarEntry entry, Spool bytes)
    {
        current = entry;
        content = bytes;
    }

    /// <inheritdoc/>
    public Digest? Hash(HashAlgo algo)
    {
        var hash = hashes[(int)algo] ??= KernelHash.Create(algo);
        Bytes.Read(Entry.Size, hash.Append);
        return hash.Finish();
    }

    /// <summary>Whether a file has fs-verity is known when it is unpacked.</summary>
    public Digest? Verity() => null;

    /// <inheritdoc/>
    public Digest? ComputeVerity(VerityAlgo algo, int blockSize, ReadOnlySpan<byte> salt)
    {
        using var verity = new VerityDigest(algo, blockSize, salt);
        Bytes.Read(Entry.Size, verity.Append);
        return verity.Finish();
    }

    /// <summary>There are no generations in archives.</summary>
    public uint? Generation() => null;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Content()
    {
        if (Entry.Size > MaxContent)
        {
            return null;
        }

        using var all = new MemoryStream((int)Entry.Size);
        Bytes.Read(Entry.Size, all.Write);
        return all.GetBuffer().AsMemory(0, (int)Entry.Size);
    }

    /// <inheritdoc/>
    public XattrRead Xattr(string name) => Entry.Xattr(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var hash in hashes)
        {
            hash?.Dispose();
        }
    }
}
