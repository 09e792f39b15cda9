using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Writes a whole file at once: beside its place, and renamed into it, so that a reader finds the old one or the new one.</summary>
public static unsafe class SmallFile
{
    private const int Exclusive = 0x80; // O_EXCL
    private const int Tries = 16;

    /// <summary>Puts a file at a path, in the place of one that is there.</summary>
    /// <param name="path">The path, without a NUL, at most 4,078 bytes.</param>
    /// <param name="content">The content.</param>
    /// <param name="mode">Permission bits, before the umask.</param>
    /// <returns>What open, write or rename said; the path then holds what it held before.</returns>
    public static Errno Replace(ReadOnlySpan<byte> path, ReadOnlySpan<byte> content, int mode)
    {
        Span<byte> target = stackalloc byte[PathText.Max];
        var error = PathText.Terminate(path, target);
        if (error != Errno.None)
        {
            return error;
        }

        Span<byte> beside = stackalloc byte[PathText.Max];
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            byte[] suffix = [.. ".new-"u8, .. System.Text.Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N")[..12])];
            if (path.Length + suffix.Length >= PathText.Max)
            {
                return Errno.ENAMETOOLONG;
            }

            path.CopyTo(beside);
            suffix.CopyTo(beside[path.Length..]);
            var length = path.Length + suffix.Length;
            beside[length] = 0;
            fixed (byte* besideAt = beside, targetAt = target)
            {
                error = Descriptor.OpenTerminated(besideAt, OpenFlags.WriteOnly | OpenFlags.Create | Exclusive, mode, out var descriptor);
                if (error == Errno.EEXIST)
                {
                    continue;
                }

                if (error != Errno.None)
                {
                    return error;
                }

                error = Write(descriptor, content);
                var closed = Descriptor.Close(descriptor);
                error = error == Errno.None ? closed : error;
                if (error == Errno.None && Libc.RenameAt(Libc.AtFdCwd, besideAt, Libc.AtFdCwd, targetAt) < 0)
                {
                    error = Libc.LastErrno;
                }

                if (error != Errno.None)
                {
                    _ = Libc.UnlinkAt(Libc.AtFdCwd, besideAt, 0);
                }

                return error;
            }
        }

        return Errno.EEXIST;
    }

    private static Errno Write(int descriptor, ReadOnlySpan<byte> content)
    {
        fixed (byte* at = content)
        {
            for (var written = 0; written < content.Length;)
            {
                var count = Libc.WriteBare(descriptor, at + written, (nuint)(content.Length - written));
                if (count > 0)
                {
                    written += (int)count;
                }
                else if (Libc.LastErrno != Errno.EINTR)
                {
                    return Libc.LastErrno;
                }
            }
        }

        return Errno.None;
    }
}
