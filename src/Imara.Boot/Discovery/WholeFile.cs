using System.Text;
using Imara.Linux.Files;

namespace Imara.Boot.Discovery;

/// <summary>Reads a file of a boot: a policy, a certificate, a setting.</summary>
internal static class WholeFile
{
    /// <summary>The most bytes that are read.</summary>
    public const int MaxLength = 64 << 20;

    private const int UsualLength = 16 << 10;

    /// <summary>Reads a regular file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <returns>EISDIR for a folder, EINVAL for other files that are not regular, ERANGE for one that is too large.</returns>
    public static Errno Read(string path, out byte[] content) => Read(path, out content, out _);

    /// <summary>As the other one, with the status of the file that was read.</summary>
    public static Errno Read(string path, out byte[] content, out FileStatus status)
    {
        content = [];
        status = default;
        // What is no regular file may wait for ever.
        var error = Descriptor.Open(Encoding.UTF8.GetBytes(path), OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoTerminal, out var descriptor);
        if (error != Errno.None)
        {
            return error;
        }

        error = FileStatus.Read(descriptor, out status);
        if (error == Errno.None)
        {
            error = status switch
            {
                { IsDirectory: true } => Errno.EISDIR,
                { IsRegularFile: false } => Errno.EINVAL,
                { Size: > MaxLength } => Errno.ERANGE,
                _ => Errno.None,
            };
        }

        if (error == Errno.None)
        {
            error = ReadToEnd(descriptor, status.Size, out content);
        }

        _ = Descriptor.Close(descriptor);
        return error;
    }

    // It may grow meanwhile, and some files claim to be empty.
    private static Errno ReadToEnd(int descriptor, long claimed, out byte[] content)
    {
        content = [];
        for (var size = Math.Max(claimed, UsualLength) + 1; size <= MaxLength * 2L; size *= 2)
        {
            var buffer = new byte[size];
            var error = Descriptor.ReadAt(descriptor, buffer, 0, out var length);
            if (error != Errno.None)
            {
                return error;
            }

            if (length < buffer.Length)
            {
                content = buffer[..length];
                return Errno.None;
            }
        }

        return Errno.ERANGE;
    }
}
