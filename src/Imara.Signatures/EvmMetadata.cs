namespace Imara.Signatures;

/// <summary>The inode fields that EVM protects.</summary>
/// <param name="Ino">Inode number.</param>
/// <param name="Generation">Inode generation (FS_IOC_GETVERSION).</param>
/// <param name="Uid">Owner in the initial user namespace.</param>
/// <param name="Gid">Group in the initial user namespace.</param>
/// <param name="Mode">The whole st_mode, file type included.</param>
/// <remarks>docs/reference/appraisal.md 4.2. Portable signatures leave out inode number and generation.</remarks>
public readonly record struct EvmMetadata(ulong Ino, uint Generation, uint Uid, uint Gid, ushort Mode);
