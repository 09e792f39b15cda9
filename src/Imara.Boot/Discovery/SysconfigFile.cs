using System.Text;

namespace Imara.Boot.Discovery;

/// <summary>The assignments of a file in <c>/etc/sysconfig</c>, which dracut gives to a shell. Nothing is run here.</summary>
/// <remarks>docs/reference/boot.md 3.</remarks>
internal static class SysconfigFile
{
    /// <summary>The value that the last assignment of a name gives it.</summary>
    /// <param name="text">The file.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">The value, or what stands there where only a shell could tell; null if there is no assignment.</param>
    /// <returns>False if only a shell could tell the value.</returns>
    public static bool TryFind(ReadOnlySpan<byte> text, string name, out string? value)
    {
        value = null;
        var isPlain = true;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = Encoding.UTF8.GetString(text[range]).AsSpan().Trim();
            if (line.StartsWith("export "))
            {
                line = line["export ".Length..].TrimStart();
            }

            if (line.StartsWith(name) && line[name.Length..].StartsWith("="))
            {
                isPlain = TryUnquote(line[(name.Length + 1)..], out value);
            }
        }

        return isPlain;
    }

    // One word, bare or in quotes, and perhaps a comment. What touches it belongs to the word, and a command behind it would get the variable alone.
    private static bool TryUnquote(ReadOnlySpan<char> text, out string value)
    {
        value = text.ToString();
        var quote = text is ['\'' or '"', ..] ? text[0] : default;
        var start = quote == default ? 0 : 1;
        var length = quote == default ? text.IndexOfAny(' ', '\t') : text[1..].IndexOf(quote);
        if (length < 0)
        {
            if (quote != default)
            {
                return false;
            }

            length = text.Length;
        }

        var word = text.Slice(start, length);
        var rest = text[(start + length + start)..];
        var special = quote switch { '\'' => string.Empty, '"' => "$`\\", _ => "$`\\'\"*?[~;&|<>()" };
        if (word.IndexOfAny(special) >= 0 || !(rest.IsEmpty || (rest[0] is ' ' or '\t' && rest.TrimStart() is [] or ['#', ..])))
        {
            return false;
        }

        value = word.ToString();
        return true;
    }
}
