using Imara.Linux.Files;
using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>Finds the file a command name means, as execvp(3) does. Names are bytes.</summary>
public static unsafe class ExecutableSearch
{
    private const int ExecuteAccess = 1;
    private const int EffectiveIds = 0x200;

    /// <summary>Looks for a command.</summary>
    /// <param name="name">A path if it holds a slash, else a name to look for in <paramref name="searchPath"/>.</param>
    /// <param name="searchPath">Directories separated by colons, an empty one is the current; null stands for <c>/bin:/usr/bin</c>.</param>
    /// <param name="path">The file to execute.</param>
    /// <returns>ENOENT if there is none, EACCES if there is one that may not be executed.</returns>
    public static Errno Find(ReadOnlySpan<byte> name, byte[]? searchPath, out byte[] path)
    {
        path = name.ToArray();
        if (name.IsEmpty)
        {
            return Errno.ENOENT;
        }

        if (name.Contains((byte)'/'))
        {
            return Check(name);
        }

        var answer = Errno.ENOENT;
        var folders = searchPath is null ? "/bin:/usr/bin"u8 : searchPath;
        foreach (var range in folders.Split((byte)':'))
        {
            var folder = folders[range];
            byte[] candidate = [.. folder.IsEmpty ? "."u8 : folder, (byte)'/', .. name];
            switch (Check(candidate))
            {
                case Errno.None:
                    path = candidate;
                    return Errno.None;
                case Errno.EACCES:
                    answer = Errno.EACCES;
                    break;
            }
        }

        return answer;
    }

    private static Errno Check(ReadOnlySpan<byte> path)
    {
        Span<byte> text = stackalloc byte[PathText.Max];
        var error = PathText.Terminate(path, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* at = text)
        {
            if (Libc.FAccessAt(Libc.AtFdCwd, at, ExecuteAccess, EffectiveIds) < 0)
            {
                return Libc.LastErrno;
            }
        }

        // Directories carry execute bits too.
        error = FileStatus.Read(path, out var status);
        return error != Errno.None ? error : status.IsDirectory ? Errno.EACCES : Errno.None;
    }
}
