using System.Text;
using Imara.Appraisal.Labelling;
using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Hashing;
using Imara.Policy.Rules;
using Imara.Signatures;

namespace Imara.Appraisal.Tests.Labelling;

/// <summary>A file as an action sees it, of root's, with everything that a test says.</summary>
/// <param name="content">Its content; null: nobody can read it.</param>
/// <param name="ima">Its <c>security.ima</c>; null: it has none.</param>
internal sealed class SeenFile(string? content = "content", byte[]? ima = null) : ILabelledFile
{
    /// <summary>The content, where it is no text.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>Other attributes, and answers in the place of a value.</summary>
    public Dictionary<string, XattrRead> Attributes { get; init; } = [];

    public uint Owner { get; init; }

    public ulong Magic { get; init; } = 0xef53;

    /// <summary>What the kernel says of fs-verity; null: it is not on.</summary>
    public Digest? KernelVerity { get; init; }

    public bool HasGeneration { get; init; } = true;

    public Guid Uuid { get; init; } = new("12345678-9abc-4def-8123-456789abcdef");

    public Errno Failure { get; private set; }

    public InodeKey Key => new(1, 7);

    public FileFacts Facts => new() { Fowner = Owner, FsMagic = Magic, FsName = new ByteString("ext4"), FsUuid = FsUuid.TryParse(Encoding.ASCII.GetBytes(Uuid.ToString()), out var uuid) ? uuid : default };

    public ByteString Path { get; init; } = new("/lib/modules/file.ko");

    public ushort Mode { get; init; } = 0x81ED;

    public uint Uid => Owner;

    public uint Gid => Owner;

    public ulong Size => (ulong)(Bytes?.Length ?? content?.Length ?? 0);

    public ulong? ChangeCookie => 1;

    public int OpenWriters => 0;

    public int OpenReaders => 0;

    public bool IsWritablyMapped => false;

    public RealInode? Real => null;

    public bool IsUnverifiable => false;

    public Digest? Hash(HashAlgo algo) => Readable() is { } bytes ? KernelHash.Compute(algo, bytes) : null;

    public Digest? Verity() => KernelVerity;

    public Digest? ComputeVerity(VerityAlgo algo, int blockSize, ReadOnlySpan<byte> salt)
    {
        if (Readable() is not { } bytes)
        {
            return null;
        }

        using var verity = new VerityDigest(algo, blockSize, salt);
        verity.Append(bytes);
        return verity.Finish();
    }

    public ReadOnlyMemory<byte>? Content() => Readable();

    public uint? Generation() => HasGeneration ? 3u : null;

    public XattrRead Xattr(string name) =>
        Attributes.TryGetValue(name, out var read) ? read : name == ProtectedXattrs.Ima && ima is not null ? XattrRead.Of(ima) : XattrRead.Missing;

    private byte[]? Readable()
    {
        Failure = content is null && Bytes is null ? Errno.EIO : Failure;
        return Bytes ?? (content is null ? null : Encoding.UTF8.GetBytes(content));
    }
}
