using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Hashing;

namespace Imara.Engine.Tests;

/// <summary>A file in memory that counts how often its content is hashed.</summary>
internal sealed class FakeFile(ulong inode, string path, string content) : IFileView
{
    public InodeKey Key { get; } = new(1, inode);

    public FileFacts Facts { get; set; } = new() { FsMagic = 0xef53, FsName = new ByteString("ext4") };

    public ByteString Path { get; } = new(path);

    public ushort Mode { get; set; } = 0x81a4;

    public uint Uid { get; set; }

    public uint Gid { get; set; }

    public string Text { get; set; } = content;

    public ulong Size => (ulong)Text.Length;

    public ulong? ChangeCookie { get; set; } = 1;

    public int OpenWriters { get; set; }

    public int OpenReaders { get; set; } = 1;

    public bool IsWritablyMapped { get; set; }

    public RealInode? Real { get; set; }

    public bool IsUnverifiable { get; set; }

    public Dictionary<HashAlgo, int> Hashed { get; } = [];

    public Dictionary<string, byte[]> Xattrs { get; } = [];

    public Digest? Hash(HashAlgo algo)
    {
        Hashed[algo] = Hashed.GetValueOrDefault(algo) + 1;
        return KernelHash.Compute(algo, new ByteString(Text).Span);
    }

    public Digest? VerityDigest { get; set; }

    public Digest? Verity() => VerityDigest;

    public ReadOnlyMemory<byte>? Content() => new ByteString(Text).Memory;

    public XattrRead Xattr(string name) => Xattrs.TryGetValue(name, out var value) ? XattrRead.Of(value) : XattrRead.Missing;
}
