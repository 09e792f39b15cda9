using Imara.Engine.Files;

namespace Imara.Appraisal.Archives.Tar;

/// <summary>One entry: its blocks as they were read, and what they say.</summary>
internal sealed class TarEntry
{
    /// <summary>Byte offset of its first block.</summary>
    public required long Offset { get; init; }

    /// <summary>Headers that stand before <see cref="Header"/>, in their order.</summary>
    public required IReadOnlyList<TarExtension> Extensions { get; init; }

    /// <summary>The header block; for an old sparse file the blocks with the rest of its map too.</summary>
    public required byte[] Header { get; init; }

    /// <summary>What it is.</summary>
    public required TarEntryKind Kind { get; init; }

    /// <summary>Name, raw bytes.</summary>
    public required ByteString Name { get; init; }

    /// <summary>What a link leads to, raw bytes.</summary>
    public required ByteString LinkName { get; init; }

    /// <summary>Permission bits, with those for set-user-id, set-group-id and sticky.</summary>
    public required ushort Permissions { get; init; }

    /// <summary>Owner.</summary>
    public required uint Uid { get; init; }

    /// <summary>Group.</summary>
    public required uint Gid { get; init; }

    /// <summary>Bytes that follow, without padding.</summary>
    public required long Size { get; init; }

    /// <summary>Records of this entry alone; null if it has no pax header.</summary>
    public PaxRecords? Pax { get; init; }

    /// <summary>Records of global headers before it.</summary>
    public PaxGlobals Global { get; init; } = PaxGlobals.None;

    /// <summary>Bytes that follow, with padding.</summary>
    public long PaddedSize => (Size + TarHeader.BlockSize - 1) / TarHeader.BlockSize * TarHeader.BlockSize;

    /// <summary>About how many bytes of memory its headers take, read and parsed.</summary>
    public long MemorySize => Header.Length + (8L * Extensions.Sum(e => e.Raw.Length));

    /// <summary>An extended attribute; that of the entry counts before that of a global header.</summary>
    public XattrRead Xattr(string name)
    {
        var own = Pax is null ? XattrRead.Missing : PaxXattrs.Read(Pax, name);
        return own.Errno == Errno.ENODATA ? PaxXattrs.Read(Global, name) : own;
    }
}
