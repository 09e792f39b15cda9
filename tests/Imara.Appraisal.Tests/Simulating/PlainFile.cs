using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Hashing;

namespace Imara.Appraisal.Tests.Simulating;

/// <summary>A file for the engine alone, made from what a test wrote and not from how a simulation reads it.</summary>
internal sealed class PlainFile(ulong inode, FileFacts facts, uint mode, byte[] content, byte[]? ima) : IFileView
{
    public InodeKey Key { get; } = new(1, inode);

    public FileFacts Facts => facts;

    public ByteString Path => new("/file");

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
