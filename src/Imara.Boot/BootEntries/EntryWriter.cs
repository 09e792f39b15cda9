using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Imara.Boot.BootEntries;

/// <summary>Writes a parameter so that it reads back as itself.</summary>
internal static class EntryWriter
{
    private const string GrubSpecial = "{}|&$;<>\\\"'# \t";
    private const string BareSafe = "_=.,:/@%+-";

    /// <summary>The text of a parameter at a place.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; null: none.</param>
    /// <param name="quoting">How the place is quoted.</param>
    /// <param name="text">The text.</param>
    /// <returns>False if there is no one way to write it there.</returns>
    public static bool TryWrite(string name, string? value, EntryQuoting quoting, [NotNullWhen(true)] out string? text)
    {
        var plain = value is null ? name : $"{name}={value}";
        text = quoting switch
        {
            EntryQuoting.Kernel => value is not null && value.Any(char.IsWhiteSpace) ? $"{name}=\"{value}\"" : plain,
            EntryQuoting.Grub => Escaped(plain, NeedsGrub),
            EntryQuoting.ShellDouble => InDoubleQuotes(Escaped(plain, NeedsGrub)),
            EntryQuoting.ShellSingle => Escaped(plain, NeedsGrub),
            EntryQuoting.ShellBare => Escaped(Escaped(plain, NeedsGrub), NeedsShell),
            _ => null,
        };
        return text is not null;
    }

    /// <summary>The blank between two parameters.</summary>
    public static string Blank(EntryQuoting quoting) => quoting == EntryQuoting.ShellBare ? "\\ " : " ";

    private static bool NeedsGrub(char c) => GrubSpecial.Contains(c, StringComparison.Ordinal);

    private static bool NeedsShell(char c) => c < 0x80 && !char.IsAsciiLetterOrDigit(c) && !BareSafe.Contains(c, StringComparison.Ordinal);

    private static string Escaped(string text, Func<char, bool> needs)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (needs(c))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }

    // A backslash is itself there unless one of these follows.
    private static string InDoubleQuotes(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isLive = text[i] is '$' or '`' or '"' || (text[i] == '\\' && (i + 1 == text.Length || text[i + 1] is '$' or '`' or '"' or '\\'));
            escaped.Append(isLive ? "\\" : string.Empty).Append(text[i]);
        }

        return escaped.ToString();
    }
}
