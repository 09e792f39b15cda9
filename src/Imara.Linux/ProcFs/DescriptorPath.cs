using Imara.Linux.Interop;

namespace Imara.Linux.ProcFs;

/// <summary>The path an open file was reached by, as the kernel shows it in <c>/proc/self/fd</c>.</summary>
public static unsafe class DescriptorPath
{
    /// <summary>The longest path the kernel shows, in bytes.</summary>
    public const int MaxLength = PathText.Max;

    private static ReadOnlySpan<byte> DeletedSuffix => " (deleted)"u8;

    /// <summary>Reads the path of an open descriptor of this process.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="buffer">Where to; <see cref="MaxLength"/> bytes are enough.</param>
    /// <param name="length">Length of the path in bytes.</param>
    /// <param name="deleted">True if the kernel added " (deleted)", which is not part of <paramref name="length"/>. A name that really ends so
    /// looks the same; ask the number of links where it matters.</param>
    /// <returns>ERANGE if the buffer is too small.</returns>
    public static Errno Read(int descriptor, Span<byte> buffer, out int length, out bool deleted)
    {
        length = 0;
        deleted = false;
        Span<byte> link = stackalloc byte[ProcPath.MaxLength];
        ProcPath.WriteSelfDescriptor(link, descriptor);
        fixed (byte* linkAt = link)
        fixed (byte* at = buffer)
        {
            var count = Libc.ReadLinkAt(Libc.AtFdCwd, linkAt, at, (nuint)buffer.Length);
            if (count < 0)
            {
                return Libc.LastErrno;
            }

            if (count == buffer.Length)
            {
                return Errno.ERANGE;
            }

            length = (int)count;
        }

        if (buffer[..length].EndsWith(DeletedSuffix))
        {
            deleted = true;
            length -= DeletedSuffix.Length;
        }

        return Errno.None;
    }
}
