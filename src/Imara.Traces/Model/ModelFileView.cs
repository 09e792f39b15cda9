using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Policy.Kernels;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Model;

/// <summary>A file of the model as the engine sees it.</summary>
internal sealed class ModelFileView(ModelEntry entry, LsmKind lsm, string? reached = null) : IFileView
{
    private const ulong FuseMagic = 0x65735546;

    private readonly ModelInode inode = entry.Inode;

    public ModelEntry Entry => entry;

    /// <summary>The name by which the operation reaches the file: that of its open.</summary>
    public string Reached => reached ?? entry.Path;

    public InodeKey Key => inode.Key;

    public FileFacts Facts => new()
    {
        Fowner = inode.Uid,
        Fgroup = inode.Gid,
        FsMagic = inode.FileSystem.FsMagic,
        FsName = PathText.ToBytes(inode.FileSystem.FsName),
        FsSubtype = inode.FileSystem.FsSubtype is { } subtype ? PathText.ToBytes(subtype) : null,
        FsUuid = inode.FileSystem.FsUuid,
        Label = Label(),
    };

    public ByteString Path => PathText.ToBytes(entry.Path);

    public ushort Mode => inode.Mode;

    public uint Uid => inode.Uid;

    public uint Gid => inode.Gid;

    public ulong Size => inode.Size;

    public ulong? ChangeCookie => inode.AskCookie();

    public bool HasChangedSince(ulong? cookie) => inode.ChangeCookie is not { } now || now != (cookie ?? 0);

    public int OpenWriters => inode.Writers;

    public int OpenReaders => inode.Readers;

    public bool IsWritablyMapped => inode.WritableMappings > 0;

    public RealInode? Real => inode.Real is { } real ? new RealInode(real.Key, real.FileSystem.HasCookies ? real.Cookie : null) : null;

    public bool IsUnverifiable => inode.IsRecorded && inode.FileSystem.FsMagic == FuseMagic;

    public Digest? Hash(HashAlgo algo) => (inode.Real ?? inode).Hash(algo);

    public Digest? Verity() => (inode.Real ?? inode).Verity();

    public ReadOnlyMemory<byte>? Content() => (inode.Real ?? inode).Content;

    public XattrRead Xattr(string name) => inode.Xattrs.TryGetValue(name, out var value) ? XattrRead.Of(value)
        : inode.FileSystem.HasAttributes ? XattrRead.Missing
        : new XattrRead(Errno.EOPNOTSUPP, default);

    // SELinux labels have a final NUL in the attribute.
    private ByteString Label()
    {
        var name = lsm switch
        {
            LsmKind.SELinux => "security.selinux",
            LsmKind.Smack => "security.SMACK64",
            _ => null,
        };
        return name is not null && inode.Xattrs.TryGetValue(name, out var value) ? new ByteString(value.AsSpan().TrimEnd((byte)0)) : ByteString.Empty;
    }
}
