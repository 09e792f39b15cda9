using System.Globalization;
using System.Text;

namespace Imara.Boot.Installing;

/// <summary>The last line of the files that are installed: it tells whether somebody changed them since.</summary>
internal static class OwnMark
{
    private const string Begin = "# imara boot install ";

    /// <summary>Adds the mark to a text that ends in a line feed.</summary>
    public static string Put(string text) => $"{text}{Begin}{SumOf(text)}\n";

    /// <summary>True if a file is as it was installed, by this version or another.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> file)
    {
        var text = Encoding.UTF8.GetString(file);
        var at = text.LastIndexOf('\n' + Begin, StringComparison.Ordinal) + 1;
        return at > 0 && text[at..] == $"{Begin}{SumOf(text[..at])}\n";
    }

    // FNV-1a of 64 bits: it sees an edit, and is not meant to stop anybody.
    private static string SumOf(string text)
    {
        var sum = 0xcbf29ce484222325UL;
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            sum = unchecked((sum ^ value) * 0x100000001b3UL);
        }

        return sum.ToString("x16", CultureInfo.InvariantCulture);
    }
}
