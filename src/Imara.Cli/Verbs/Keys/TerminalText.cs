using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Keys;

/// <summary>Names that somebody else chose, in certificates and in the kernel: one line each, and a terminal gets no control characters from them.</summary>
internal static class TerminalText
{
    /// <summary>The text as it may be shown.</summary>
    public static string Of(string text, Report report) => report.IsTerminal
        ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c))
        : text.ReplaceLineEndings(" ");
}
