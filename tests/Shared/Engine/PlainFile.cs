using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Hashing;

namespace Imara.Tests.Shared.Engine;

/// <summary>A file for the engine alone, made from what a test says and not from how a driver reads files.</summary>
/// <param name="key">Which file.</param>
/// <param name="path">Its path.</param>
/// <param name="facts">What rules compare.</param>
/// <param name="mode">Type and permissions.</param>
/// <param name="content">Its content.</param>
/// <param name="ima">The value of security.ima; null: none.</param>
internal sealed class PlainFile(InodeKey key, string path, FileFacts facts, uint mode, byte[] content, byte[]? ima) : IFileView
{
    public InodeKey Key => key;

    public FileFacts Facts => facts;

    public ByteString Path { get; } = new(System.Text.Encoding.UTF8.GetBytes(path));

    public ushort Mode => (ushort)mode;

    public uint Uid => facts.Fowner;

    public uint Gid => facts.Fgroup;

    public ulong Size => (ulong)content.Length;

    public ulong? ChangeCookie => 1;

    public int OpenWriters => 0;

    public int OpenReaders => 0;

    public bool IsWritablyMapped => false;

    public RealInode? Real => null;

    public bool IsUnverifiable => false;

    public Digest? Hash(HashAlgo algo) => KernelHash.Compute(algo, content);

    public Digest? Verity() => null;

    public ReadOnlyMemory<byte>? Content() => content;

    public XattrRead Xattr(string name) => name == "security.ima" && ima is not null ? XattrRead.Of(ima) : XattrRead.Missing;
}
