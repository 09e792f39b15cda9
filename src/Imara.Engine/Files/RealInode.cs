namespace Imara.Engine.Files;

/// <summary>The inode below a stacked file system.</summary>
/// <param name="Key">Which inode.</param>
/// <param name="ChangeCookie">As <see cref="IFileView.ChangeCookie"/>, of that inode.</param>
public readonly record struct RealInode(InodeKey Key, ulong? ChangeCookie);
