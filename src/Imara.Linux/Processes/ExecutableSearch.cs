using System.Text;
using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>Finds the file a command name means, as execvp(3) does.</summary>
public static unsafe class ExecutableSearch
{
    private const int ExecuteAccess = 1;
    private const int EffectiveIds = 0x200;

    /// <summary>Looks for a command.</summary>
    /// <param name="name">A path if it holds a slash, else a name to look for in <paramref name="searchPath"/>.</param>
    /// <param name="searchPath">Directories separated by colons, an empty one is the current; null stands for <c>/bin:/usr/bin</c>.</param>
    /// <param name="path">The file to execute.</param>
    /// <returns>ENOENT if there is none, EACCES if there is one that may not be executed.</returns>
    public static Errno Find(string name, string? searchPath, out string path)
    {
        ArgumentNullException.ThrowIfNull(name);
        path = name;
        if (name.Length == 0)
        {
            return Errno.ENOENT;
        }

        if (name.Contains('/', StringComparison.Ordinal))
        {
            return Check(name);
        }

        var answer = Errno.ENOENT;
        foreach (var directory in (searchPath ?? "/bin:/usr/bin").Split(':'))
        {
            var candidate = directory.Length == 0 ? name : $"{directory}/{name}";
            switch (Check(candidate))
            {
                case Errno.None:
                    path = directory.Length == 0 ? $"./{name}" : candidate;
                    return Errno.None;
                case Errno.EACCES:
                    answer = Errno.EACCES;
                    break;
            }
        }

        return answer;
    }

    private static Errno Check(string path)
    {
        fixed (byte* at = Encoding.UTF8.GetBytes(path + '\0'))
        {
            if (Libc.FAccessAt(Libc.AtFdCwd, at, ExecuteAccess, EffectiveIds) < 0)
            {
                return Libc.LastErrno;
            }
        }

        // Directories carry execute bits too.
        return Directory.Exists(path) ? Errno.EACCES : Errno.None;
    }
}
