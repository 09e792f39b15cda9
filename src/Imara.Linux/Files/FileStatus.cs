using System.Runtime.CompilerServices;
using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>What statx(2) tells about an open file.</summary>
/// <remarks>Owners are seen through the mount's id mapping and the reader's user namespace.</remarks>
/// <param name="Device">Device number, major in the upper and minor in the lower 32 bits.</param>
/// <param name="Inode">Inode number.</param>
/// <param name="Mode">File type and permission bits, as in st_mode.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
/// <param name="Links">Number of names.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="Modified">Last change of the content.</param>
/// <param name="Changed">Last change of content or metadata.</param>
/// <param name="Born">When it was made; the zero time where the file system does not keep it.</param>
/// <param name="MountKey">Names the mount the file was opened through, since 6.8 never used again for another; not the id in mountinfo (see
/// <see cref="ProcFs.DescriptorInfo"/>). Before 6.8 that id, which is used again after an unmount; 0 before 5.8.</param>
public readonly record struct FileStatus(
    ulong Device, ulong Inode, uint Mode, uint Uid, uint Gid, uint Links, long Size, FileTime Modified, FileTime Changed, FileTime Born, ulong MountKey)
{
    private const uint BasicStatsAndBirth = 0xfff;
    private const uint MountIdBit = 0x1000;
    private const uint UniqueMountIdBit = 0x4000;
    private const uint TypeBits = 0xF000;
    private const uint RegularFile = 0x8000;
    private const uint DirectoryType = 0x4000;
    private const uint SymbolicLink = 0xA000;
    private const int StructureSize = 256;

    /// <summary>True for a directory.</summary>
    public bool IsDirectory => (Mode & TypeBits) == DirectoryType;

    /// <summary>True for a regular file.</summary>
    public bool IsRegularFile => (Mode & TypeBits) == RegularFile;

    /// <summary>True for a symbolic link.</summary>
    public bool IsSymbolicLink => (Mode & TypeBits) == SymbolicLink;

    /// <summary>Reads the status of an open file.</summary>
    public static unsafe Errno Read(int descriptor, out FileStatus status)
    {
        byte empty = 0;
        return Read(descriptor, &empty, Libc.AtEmptyPath, out status);
    }

    /// <summary>Reads the status of the file at a path, following symbolic links, without opening it.</summary>
    /// <param name="path">The path, without a NUL.</param>
    /// <param name="status">The status.</param>
    public static unsafe Errno Read(ReadOnlySpan<byte> path, out FileStatus status)
    {
        status = default;
        Span<byte> text = stackalloc byte[PathText.Max];
        var error = PathText.Terminate(path, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* at = text)
        {
            return Read(Libc.AtFdCwd, at, 0, out status);
        }
    }

    /// <summary>Reads the status of what a path names, a symbolic link itself included, without opening it.</summary>
    /// <param name="path">The path, without a NUL.</param>
    /// <param name="status">The status.</param>
    public static unsafe Errno ReadLink(ReadOnlySpan<byte> path, out FileStatus status)
    {
        status = default;
        Span<byte> text = stackalloc byte[PathText.Max];
        var error = PathText.Terminate(path, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* at = text)
        {
            return Read(Libc.AtFdCwd, at, Libc.AtSymlinkNoFollow, out status);
        }
    }

    /// <summary>Reads the status of a name in an open directory.</summary>
    internal static unsafe Errno Read(int directory, byte* path, int flags, out FileStatus status)
    {
        status = default;
        var result = stackalloc byte[StructureSize];
        if (Libc.StatX(directory, path, flags, BasicStatsAndBirth | MountIdBit | UniqueMountIdBit, result) < 0)
        {
            return Libc.LastErrno;
        }

        // struct statx: mask 0, nlink 16, uid 20, gid 24, mode 28, ino 32, size 40, btime 80, ctime 96, mtime 112, dev 136, mnt_id 144.
        status = new FileStatus(
            Device: ((ulong)At<uint>(result, 136) << 32) | At<uint>(result, 140),
            Inode: At<ulong>(result, 32),
            Mode: At<ushort>(result, 28),
            Uid: At<uint>(result, 20),
            Gid: At<uint>(result, 24),
            Links: At<uint>(result, 16),
            Size: At<long>(result, 40),
            Modified: new FileTime(At<long>(result, 112), At<uint>(result, 120)),
            Changed: new FileTime(At<long>(result, 96), At<uint>(result, 104)),
            Born: new FileTime(At<long>(result, 80), At<uint>(result, 88)),
            MountKey: (At<uint>(result, 0) & (MountIdBit | UniqueMountIdBit)) != 0 ? At<ulong>(result, 144) : 0);
        return Errno.None;
    }

    private static unsafe T At<T>(byte* structure, int offset)
        where T : unmanaged => Unsafe.ReadUnaligned<T>(structure + offset);
}
