using System.Runtime.CompilerServices;
using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Facts of the file system that an open file lies on.</summary>
public static unsafe class FileSystemFacts
{
    private const uint GetFsUuid = 0x8011_1500; // FS_IOC_GETFSUUID: _IOR(0x15, 0, struct { u8 len; u8 uuid[16]; })

    /// <summary>The magic number of the super block, such as 0xef53.</summary>
    public static Errno Magic(int descriptor, out ulong magic)
    {
        var result = stackalloc byte[256];
        magic = 0;
        if (Libc.FStatFs(descriptor, result) < 0)
        {
            return Libc.LastErrno;
        }

        magic = Unsafe.ReadUnaligned<ulong>(result);
        return Errno.None;
    }

    /// <summary>Options of the mount a file was opened through.</summary>
    /// <param name="descriptor">The file; one opened with O_PATH will do.</param>
    /// <param name="options">The options.</param>
    public static Errno Options(int descriptor, out MountOptions options)
    {
        // struct statfs of 64-bit machines: f_flags 80
        var result = stackalloc byte[256];
        options = MountOptions.None;
        if (Libc.FStatFs(descriptor, result) < 0)
        {
            return Libc.LastErrno;
        }

        options = (MountOptions)Unsafe.ReadUnaligned<ulong>(result + 80) & (MountOptions.ReadOnly | MountOptions.NoSetUid | MountOptions.NoExecute);
        return Errno.None;
    }

    /// <summary>The UUID of the super block, its text in the usual order of digits.</summary>
    /// <returns>ENOTTY from kernels before 6.9 and from file systems without a UUID; <paramref name="uuid"/> is nil then.</returns>
    public static Errno Uuid(int descriptor, out Guid uuid)
    {
        var result = stackalloc byte[17];
        uuid = Guid.Empty;
        if (Libc.Ioctl(descriptor, GetFsUuid, result) < 0)
        {
            return Libc.LastErrno;
        }

        if (result[0] == 16)
        {
            uuid = new Guid(new ReadOnlySpan<byte>(result + 1, 16), bigEndian: true);
        }

        return Errno.None;
    }
}
