namespace Imara.Engine.Files;

/// <summary>Names an inode as long as it lives.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The inode in it.</param>
public readonly record struct InodeKey(ulong Device, ulong Inode);
