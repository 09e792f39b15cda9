using System.Runtime.CompilerServices;
using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>fs-verity of an open file.</summary>
public static unsafe class FsVerity
{
    private const uint MeasureVerity = 0xC004_6686; // FS_IOC_MEASURE_VERITY: _IOWR('f', 134, struct { u16 algorithm; u16 size; u8 digest[]; })
    private const int MaxDigest = 64;

    /// <summary>Reads the digest that the kernel checks every read against.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="algorithm">fs-verity's number of the hash algorithm: 1 sha256, 2 sha512.</param>
    /// <param name="digest">Where to; 64 bytes are enough.</param>
    /// <param name="length">Bytes of the digest.</param>
    /// <returns>ENODATA if the file has none; ENOTTY or EOPNOTSUPP where the file system cannot have any.</returns>
    public static Errno Measure(int descriptor, out int algorithm, Span<byte> digest, out int length)
    {
        algorithm = 0;
        length = 0;
        var result = stackalloc byte[4 + MaxDigest];
        Unsafe.WriteUnaligned(result + 2, (ushort)MaxDigest);
        if (Libc.Ioctl(descriptor, MeasureVerity, result) < 0)
        {
            return Libc.LastErrno;
        }

        algorithm = Unsafe.ReadUnaligned<ushort>(result);
        length = Unsafe.ReadUnaligned<ushort>(result + 2);
        if (length > digest.Length)
        {
            length = 0;
            return Errno.ERANGE;
        }

        new ReadOnlySpan<byte>(result + 4, length).CopyTo(digest);
        return Errno.None;
    }
}
