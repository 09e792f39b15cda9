using Imara.Evaluation;

namespace Imara.Engine.Files;

/// <summary>One file at the moment of an access: facts, and providers that are asked only if a rule needs them.</summary>
/// <remarks>The driver implements it over a descriptor, a model or a tree; the engine reads nothing else.</remarks>
public interface IFileView
{
    /// <summary>Which inode it is.</summary>
    InodeKey Key { get; }

    /// <summary>What rules ask about.</summary>
    FileFacts Facts { get; }

    /// <summary>Absolute path, raw bytes.</summary>
    ByteString Path { get; }

    /// <summary>The whole st_mode; only regular files are looked at.</summary>
    ushort Mode { get; }

    /// <summary>Owner as the file system stores it.</summary>
    uint Uid { get; }

    /// <summary>Group as the file system stores it.</summary>
    uint Gid { get; }

    /// <summary>Size in bytes.</summary>
    ulong Size { get; }

    /// <summary>A number that moves with every change of the file; null where the file system has none, so that every last close of a writer counts as a change.</summary>
    ulong? ChangeCookie { get; }

    /// <summary>True if the content is not that which was collected under a cookie.</summary>
    /// <param name="cookie">The cookie at that time; null: nothing was collected yet, which is a change too.</param>
    bool HasChangedSince(ulong? cookie) => cookie is null || ChangeCookie != cookie;

    /// <summary>Openings that may write, the one under way included.</summary>
    int OpenWriters { get; }

    /// <summary>Openings that may only read, the one under way included.</summary>
    int OpenReaders { get; }

    /// <summary>True if the file is mapped shared and writable somewhere.</summary>
    bool IsWritablyMapped { get; }

    /// <summary>The file below on a stacked file system, where content really is; null elsewhere.</summary>
    RealInode? Real { get; }

    /// <summary>True if signatures on this file system cannot be relied on because content may change unseen (FUSE).</summary>
    bool IsUnverifiable { get; }

    /// <summary>The digest of the content; null if it cannot be computed.</summary>
    Digest? Hash(HashAlgo algo);

    /// <summary>The fs-verity digest; null if the file has none.</summary>
    Digest? Verity();

    /// <summary>The content, for appended signatures; null if it is not known.</summary>
    ReadOnlyMemory<byte>? Content();

    /// <summary>An extended attribute.</summary>
    XattrRead Xattr(string name);

    /// <summary>The inode generation, which EVM's bound signatures and HMACs cover; null where the file system has none.</summary>
    uint? Generation() => null;
}
