using System.IO.Compression;
using System.Text;

namespace Imara.Tests.Shared;

/// <summary>Finds and opens the data under tests/Corpus.</summary>
internal static class CorpusFiles
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of a file below tests/Corpus.</summary>
    public static string PathOf(string name) => Path.Combine(Root, "tests", "Corpus", name);

    /// <summary>The lines of a file compressed with gzip.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(PathOf(name)), CompressionMode.Decompress), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Imara.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("Imara.slnx is in no folder above the tests");
    }
}
