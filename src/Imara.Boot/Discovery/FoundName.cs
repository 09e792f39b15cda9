using System.Text;
using Imara.Boot.Programs;
using Imara.Linux.Files;

namespace Imara.Boot.Discovery;

/// <summary>Where a name of a system leads that may be mounted somewhere else.</summary>
/// <param name="IsThere">Something has the name.</param>
/// <param name="Path">What it leads to, on this machine; the name itself if it leads nowhere.</param>
/// <param name="LeadsNowhere">The name is a symbolic link without a target in the system.</param>
internal readonly record struct FoundName(bool IsThere, string Path, bool LeadsNowhere)
{
    /// <summary>Looks.</summary>
    /// <param name="root">The root of the system; its absolute symbolic links lead to it, not to this machine's.</param>
    /// <param name="path">The name, on this machine, below the root.</param>
    public static FoundName Of(string root, string path)
    {
        var below = root.TrimEnd('/');
        var name = path.StartsWith(below + "/", StringComparison.Ordinal) ? path[below.Length..] : null;
        if (below.Length == 0 || name is null)
        {
            return FileStatus.Read(Encoding.UTF8.GetBytes(path), out _) is not (Errno.ENOENT or Errno.ENOTDIR) ? new(true, path, false) : Named(path, path);
        }

        if (RootedPath.Resolve(root, name) is { } at)
        {
            return new(true, at, false);
        }

        var folder = RootedPath.Resolve(root, System.IO.Path.GetDirectoryName(name) ?? "/");
        return folder is null ? new(false, path, false) : Named(System.IO.Path.Combine(folder, System.IO.Path.GetFileName(name)), path);
    }

    private static FoundName Named(string at, string path) =>
        FileStatus.ReadLink(Encoding.UTF8.GetBytes(at), out _) is not (Errno.ENOENT or Errno.ENOTDIR) ? new(true, path, true) : new(false, path, false);
}
