namespace Imara.Boot.Programs;

/// <summary>Paths inside a system that is mounted somewhere: its absolute symbolic links lead to its own root.</summary>
public static class RootedPath
{
    private const int MaxLinks = 40;

    /// <summary>Follows every symbolic link.</summary>
    /// <param name="root">The root of the system.</param>
    /// <param name="path">A path in it; a leading slash means its root.</param>
    /// <returns>The path of the file on this machine; null if there is none, or links go round.</returns>
    public static string? Resolve(string root, string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var links = 0;
        var done = new List<string>();
        var open = new Stack<string>(Parts(path).Reverse());
        while (open.TryPop(out var part))
        {
            if (part == "..")
            {
                done.RemoveRange(Math.Max(0, done.Count - 1), Math.Min(1, done.Count));
                continue;
            }

            var at = Path.Combine([root, .. done, part]);
            var target = new FileInfo(at).LinkTarget;
            if (target is null)
            {
                done.Add(part);
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            if (target.StartsWith('/'))
            {
                done.Clear();
            }

            foreach (var next in Parts(target).Reverse())
            {
                open.Push(next);
            }
        }

        var resolved = Path.Combine([root, .. done]);
        return Path.Exists(resolved) ? resolved : null;
    }

    private static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".");
}
