namespace Imara.Testing;

/// <summary>The working tree the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] NotSources = ["bin", "obj", "out", ".git", "BenchmarkDotNet.Artifacts"];

    /// <summary>The folder of Imara.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path inside the working tree.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Every file below <paramref name="folder"/> that is not made by a build, as a path relative to the root with slashes.</summary>
    public static IEnumerable<string> Files(string folder = "", string pattern = "*")
    {
        foreach (var file in Directory.EnumerateFiles(PathOf(folder), pattern))
        {
            // In a linked working tree .git is a file.
            if (Path.GetFileName(file) != ".git")
            {
                yield return Path.GetRelativePath(Root, file);
            }
        }

        foreach (var child in Directory.EnumerateDirectories(PathOf(folder)))
        {
            if (!NotSources.Contains(Path.GetFileName(child), StringComparer.Ordinal))
            {
                foreach (var file in Files(Path.GetRelativePath(Root, child), pattern))
                {
                    yield return file;
                }
            }
        }
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Imara.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no Imara.slnx above " + AppContext.BaseDirectory);
        }

        return folder;
    }
}
