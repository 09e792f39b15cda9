using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Policy.Checking;

namespace Imara.Cli.Verbs.Policies;

/// <summary>A diagnostic for people: where, what, the line with the place underlined, and what to do.</summary>
internal static class DiagnosticText
{
    /// <summary>How many are shown where <c>--verbose</c> is not given.</summary>
    public const int UsualCount = 100;

    // A refused file may be anything; its bytes are shown in pieces that fit a screen.
    private const int LongestMessage = 240;
    private const int WidestContext = 60;
    private const int WidestMark = 80;

    /// <summary><c>FILE:LINE:COLUMN: error IMA0103: message</c></summary>
    public static string Headline(PolicyCheck check, CheckedDiagnostic found) =>
        $"{Place(check, found)}: {NameOf(found.Severity)} {found.Diagnostic.Descriptor.Id}: {Short(found.Diagnostic.Message)}";

    /// <summary>Writes the whole diagnostic.</summary>
    public static void Write(PolicyCheck check, CheckedDiagnostic found, Report report)
    {
        var descriptor = found.Diagnostic.Descriptor;
        var kind = report.Painted(PaintOf(found.Severity), $"{NameOf(found.Severity)} {descriptor.Id}");
        report.Line($"{Place(check, found)}: {kind}: {Short(found.Diagnostic.Message)}");
        var (shown, mark) = Snippet(check.Sources[found.Source].Text.Span, found);
        if (shown.Length > 0)
        {
            report.Line("  " + shown);
            report.Line("  " + report.Painted(PaintOf(found.Severity), mark));
        }

        if (found.Diagnostic.Help.Length > 0)
        {
            report.Line("  help: " + Short(found.Diagnostic.Help));
        }

        if (found.Fix is { } fix)
        {
            report.Line("  --fix: " + fix.Title);
        }
    }

    /// <summary>The severity in output.</summary>
    public static string NameOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "info",
    };

    /// <summary>The line around a diagnostic, and below it the marks; both harmless for a terminal.</summary>
    public static (string Shown, string Mark) Snippet(ReadOnlySpan<byte> text, CheckedDiagnostic found)
    {
        var span = found.Diagnostic.Span;
        var lineStart = span.Start - (found.Column - 1);
        var rest = text[lineStart..];
        var lineEnd = rest.IndexOf((byte)'\n') is var length and >= 0 ? lineStart + length : text.Length;
        var markEnd = Math.Min(Math.Min(span.End, lineEnd), span.Start + WidestMark);
        var from = Math.Max(lineStart, span.Start - WidestContext);
        var to = Math.Min(lineEnd, Math.Max(markEnd, span.Start) + WidestContext);

        var before = (from > lineStart ? "…" : string.Empty) + Displayed(text[from..span.Start]);
        var marked = Displayed(text[span.Start..Math.Max(markEnd, span.Start)]);
        var after = Displayed(text[Math.Max(markEnd, span.Start)..Math.Max(to, Math.Max(markEnd, span.Start))]) + (to < lineEnd ? "…" : string.Empty);
        return (before + marked + after, new string(' ', before.Length) + "^" + new string('~', Math.Max(marked.Length - 1, 0)));
    }

    private static string Place(PolicyCheck check, CheckedDiagnostic found) =>
        $"{InputFile.NameOf(check.Sources[found.Source].Name)}:{found.Line}:{found.Column}";

    private static string Short(string text) => text.Length <= LongestMessage ? text : text[..LongestMessage] + "…";

    // A tab is as wide as it likes; a blank keeps the marks below their text.
    private static string Displayed(ReadOnlySpan<byte> bytes)
    {
        Span<byte> copy = stackalloc byte[bytes.Length];
        bytes.CopyTo(copy);
        copy.Replace((byte)'\t', (byte)' ');
        return ByteString.Display(copy);
    }

    private static Paint PaintOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => Paint.Red,
        DiagnosticSeverity.Warning => Paint.Yellow,
        _ => Paint.Faint,
    };
}
