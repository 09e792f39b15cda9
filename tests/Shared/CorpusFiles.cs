using System.IO.Compression;
using System.Text;

namespace Imara.Tests.Shared;

/// <summary>Finds and opens the data under tests/Corpus.</summary>
internal static class CorpusFiles
{
    /// <summary>The root of the repository.</summary>
    public static string Root => Repository.Root;

    /// <summary>The full path of a file below tests/Corpus.</summary>
    public static string PathOf(string name) => Repository.PathOf("tests/Corpus/" + name);

    /// <summary>The lines of a file compressed with gzip.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(PathOf(name)), CompressionMode.Decompress), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
