using Imara.Linux.Files;

namespace Imara.Runtime.Accesses;

/// <summary>Names a file whatever its path is.</summary>
/// <param name="Device">Device number.</param>
/// <param name="Inode">Inode number.</param>
internal readonly record struct InodeKey(ulong Device, ulong Inode)
{
    internal static InodeKey Of(in FileStatus status) => new(status.Device, status.Inode);
}
