using System.Runtime.CompilerServices;
using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>The generation of an inode: tells two files apart that had the same inode number one after the other.</summary>
public static unsafe class InodeGeneration
{
    private const uint GetVersion = 0x8008_7601; // FS_IOC_GETVERSION: _IOR('v', 1, long), though file systems write an int

    /// <summary>Reads the generation of an open file.</summary>
    /// <param name="descriptor">A file or directory opened for reading.</param>
    /// <param name="generation">The generation; 0 on failure.</param>
    /// <returns>ENOTTY or EOPNOTSUPP where the file system keeps none.</returns>
    public static Errno Read(int descriptor, out uint generation)
    {
        var result = 0L;
        generation = 0;
        if (Libc.Ioctl(descriptor, GetVersion, &result) < 0)
        {
            return Libc.LastErrno;
        }

        generation = Unsafe.ReadUnaligned<uint>(&result);
        return Errno.None;
    }
}
