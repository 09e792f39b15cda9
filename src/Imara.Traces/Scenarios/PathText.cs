using System.Text;

namespace Imara.Traces.Scenarios;

/// <summary>Paths and names of a scenario: inside, one character stands for one byte; outside, <c>%xx</c> does.</summary>
/// <remarks>docs/reference/corpus.md, Operations.</remarks>
internal static class PathText
{
    /// <summary>Reads an argument: <c>%xx</c> is one byte, other text its UTF-8 bytes.</summary>
    public static string Decode(string argument)
    {
        if (!argument.Contains('%', StringComparison.Ordinal) && Ascii.IsValid(argument))
        {
            return argument;
        }

        var bytes = Encoding.UTF8.GetBytes(argument);
        var text = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                text.Append((char)Convert.FromHexString(Encoding.ASCII.GetString(bytes, i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                text.Append((char)bytes[i]);
            }
        }

        return text.ToString();
    }

    /// <summary>Writes a path: bytes outside 0x21 to 0x7e and <c>%</c> as <c>%xx</c>.</summary>
    public static string Encode(string path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var c in path)
        {
            if (c is > ' ' and < (char)0x7f and not '%')
            {
                text.Append(c);
            }
            else
            {
                text.Append('%').Append(Convert.ToHexStringLower([(byte)c]));
            }
        }

        return text.ToString();
    }

    /// <summary>The bytes of a path.</summary>
    public static ByteString ToBytes(string path) => new(Encoding.Latin1.GetBytes(path));

    /// <summary>The path of some bytes.</summary>
    public static string FromBytes(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
