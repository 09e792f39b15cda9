using System.Collections.Immutable;
using System.Text;
using Imara.Linux.Files;

namespace Imara.Boot.Programs;

/// <summary>Where a system's dynamic linker looks for libraries.</summary>
/// <remarks>ld.so(8): the run path, then the folders of ld.so.conf and of the system. The cache holds nothing beyond them.</remarks>
public static class LibraryFolders
{
    private const int MaxDepth = 8;

    private static readonly string[] Usual = ["lib64", "usr/lib64", "lib", "usr/lib"];

    /// <summary>The folders of the system, relative to its root, in order.</summary>
    /// <param name="root">The root of the system.</param>
    public static ImmutableArray<string> Of(string root)
    {
        var found = new List<string>();
        Read(root, "etc/ld.so.conf", MaxDepth, found);
        found.AddRange(Usual);

        // Debian's linker knows the folder of its architecture without being told.
        foreach (var above in (ReadOnlySpan<string>)["lib", "usr/lib"])
        {
            var folder = Path.Combine(root, above);
            if (Directory.Exists(folder))
            {
                found.AddRange(Directory.GetDirectories(folder, "*-linux-gnu*").Order(StringComparer.Ordinal).Select(path => Path.Combine(above, Path.GetFileName(path))));
            }
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static void Read(string root, string file, int depth, List<string> found)
    {
        if (depth == 0 || WholeFile.Read(Path.Combine(root, file), out var content) != Errno.None)
        {
            return;
        }

        foreach (var line in Encoding.Latin1.GetString(content).Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0))
        {
            if (!line.StartsWith("include ", StringComparison.Ordinal))
            {
                found.Add(line.TrimStart('/'));
                continue;
            }

            var pattern = line["include ".Length..].Trim().TrimStart('/');
            var folder = Path.GetDirectoryName(line[8] == '/' || pattern.StartsWith("etc/", StringComparison.Ordinal) ? pattern : "etc/" + pattern)!;
            if (Directory.Exists(Path.Combine(root, folder)))
            {
                foreach (var included in Directory.GetFiles(Path.Combine(root, folder), Path.GetFileName(pattern)).Order(StringComparer.Ordinal))
                {
                    Read(root, Path.Combine(folder, Path.GetFileName(included)), depth - 1, found);
                }
            }
        }
    }
}
