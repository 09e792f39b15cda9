using System.Security.Cryptography;
using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Hashing;

namespace Imara.Boot.Tests.Checking;

/// <summary>A file that a walked boot accesses.</summary>
internal sealed class WalkedFile(string path, ulong magic, string fsName, byte[] content, byte[]? label, ushort mode = 0x81ED) : IFileView
{
    public InodeKey Key { get; } = new(magic, BitConverter.ToUInt64(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(path))));

    public FileFacts Facts { get; } = new() { FsMagic = magic, FsName = new ByteString(System.Text.Encoding.ASCII.GetBytes(fsName)) };

    public ByteString Path { get; } = new(System.Text.Encoding.UTF8.GetBytes(path));

    public ushort Mode => mode;

    public uint Uid => 0;

    public uint Gid => 0;

    public ulong Size => (ulong)content.Length;

    public ulong? ChangeCookie => 1;

    public int OpenWriters => 0;

    public int OpenReaders => 1;

    public bool IsWritablyMapped => false;

    public RealInode? Real => null;

    public bool IsUnverifiable => false;

    public Digest? Hash(HashAlgo algo) => KernelHash.Compute(algo, content);

    public Digest? Verity() => null;

    public ReadOnlyMemory<byte>? Content() => content;

    public XattrRead Xattr(string name) => name == "security.ima" && label is not null ? XattrRead.Of(label) : XattrRead.Missing;
}
