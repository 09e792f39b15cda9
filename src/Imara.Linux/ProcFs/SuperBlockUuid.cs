using System.Text;
using Imara.Linux.Files;

namespace Imara.Linux.ProcFs;

/// <summary>The UUID of a file system from its super block, for kernels before 6.9, which do not tell it. Reading a block device takes root.</summary>
/// <remarks>Documentation/filesystems/ext4/super.rst (s_magic, s_uuid); XFS Algorithms and Data Structures, Superblocks (sb_magicnum, sb_uuid).</remarks>
public static class SuperBlockUuid
{
    private const int NeededSize = 2048;
    private const int ExtMagicOffset = 1024 + 0x38;
    private const int ExtUuidOffset = 1024 + 0x68;
    private const int XfsUuidOffset = 32;

    /// <summary>Reads the super block of the device that a file lies on.</summary>
    /// <param name="device">Device number, as in <see cref="FileStatus.Device"/>.</param>
    /// <param name="uuid">The UUID; nil on failure.</param>
    /// <returns>ENOENT if the file system lies on no block device, EACCES without permission, ENODATA for a kind of file system that is not known.</returns>
    public static Errno Read(ulong device, out Guid uuid)
    {
        const string NameKey = "DEVNAME=";
        uuid = Guid.Empty;
        var error = ProcFile.ReadWhole(Encoding.ASCII.GetBytes($"/sys/dev/block/{device >> 32}:{(uint)device}/uevent"), out var described);
        if (error != Errno.None)
        {
            return error;
        }

        var line = Encoding.UTF8.GetString(described).Split('\n').FirstOrDefault(line => line.StartsWith(NameKey, StringComparison.Ordinal));
        if (line is null)
        {
            return Errno.ENOENT;
        }

        error = Descriptor.Open(Encoding.UTF8.GetBytes("/dev/" + line[NameKey.Length..]), OpenFlags.ReadOnly, out var descriptor);
        if (error != Errno.None)
        {
            return error;
        }

        Span<byte> start = stackalloc byte[NeededSize];
        error = Descriptor.ReadAt(descriptor, start, 0, out var length);
        Descriptor.Close(descriptor);
        return error != Errno.None ? error : TryParse(start[..length], out uuid) ? Errno.None : Errno.ENODATA;
    }

    /// <summary>Finds the UUID in the first bytes of a device with ext2, ext3, ext4 or XFS.</summary>
    /// <param name="start">At least 2048 bytes.</param>
    /// <param name="uuid">The UUID; nil if there is none.</param>
    public static bool TryParse(ReadOnlySpan<byte> start, out Guid uuid)
    {
        uuid = Guid.Empty;
        if (start.Length < NeededSize)
        {
            return false;
        }

        var offset = start.StartsWith("XFSB"u8) ? XfsUuidOffset
            : start[ExtMagicOffset] == 0x53 && start[ExtMagicOffset + 1] == 0xEF ? ExtUuidOffset
            : -1;
        if (offset >= 0)
        {
            uuid = new Guid(start.Slice(offset, 16), bigEndian: true);
        }

        return uuid != Guid.Empty;
    }
}
