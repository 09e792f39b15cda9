using Imara.Diagnostics;
using Imara.Policy.Checking;
using Imara.Policy.Rules;
using Imara.Policy.Syntax;

namespace Imara.Policy.Fixing;

/// <summary>Repairs of lines the kernel refuses, where there is no doubt what was meant.</summary>
internal static class Repairs
{
    /// <summary>The repair of what a diagnostic says; null if there is none.</summary>
    public static TextFix? For(CheckedDiagnostic found, PolicySyntax syntax)
    {
        var descriptor = found.Diagnostic.Descriptor;
        if (descriptor == PolicyDiagnostics.MissingLineFeed || descriptor == PolicyDiagnostics.NoFinalLineFeed)
        {
            return TextFix.Keeping("end the last line with a line feed", TextEdit.Insert(syntax.Text.Length, new ByteString("\n")));
        }

        if (descriptor == PolicyDiagnostics.CarriageReturn)
        {
            return CarriageReturns(syntax, syntax.LineAt(found.Diagnostic.Span.Start));
        }

        if (descriptor == PolicyDiagnostics.ByteOrderMark)
        {
            return TextFix.Repairing("take the byte order mark out", TextEdit.Remove(found.Diagnostic.Span));
        }

        if (descriptor == PolicyDiagnostics.TrailingComment)
        {
            return TrailingComment(syntax, found.Diagnostic.Span);
        }

        return descriptor == PolicyDiagnostics.TemplateBeforeMeasure ? TemplateFirst(syntax, found.Diagnostic.Span) : null;
    }

    /// <summary>Takes the carriage returns at the end of a line out; null if there is none.</summary>
    public static TextFix? CarriageReturns(PolicySyntax syntax, PolicyLine line)
    {
        var bytes = line.Span.Of(syntax.Text.Span);
        var kept = bytes.TrimEnd((byte)'\r').Length;
        return kept < bytes.Length
            ? TextFix.Repairing("take the carriage return out", TextEdit.Remove(SourceSpan.FromBounds(line.Span.Start + kept, line.Span.End)))
            : null;
    }

    private static TextFix TrailingComment(PolicySyntax syntax, SourceSpan mark)
    {
        var text = syntax.Text.Span;
        var line = syntax.LineAt(mark.Start);
        var comment = SourceSpan.FromBounds(mark.Start, line.Span.End).Of(text).TrimEnd((byte)'\r');
        var ruleEnd = line.Span.Start + SourceSpan.FromBounds(line.Span.Start, mark.Start).Of(text).TrimEnd(" \t"u8).Length;
        return TextFix.Repairing(
            "put the comment on a line of its own before the rule",
            TextEdit.Insert(line.Span.Start, new ByteString([.. comment, (byte)'\n'])),
            TextEdit.Remove(SourceSpan.FromBounds(ruleEnd, line.Span.End)));
    }

    private static TextFix? TemplateFirst(PolicySyntax syntax, SourceSpan template)
    {
        var text = syntax.Text.Span;
        var line = syntax.LineAt(template.Start);
        var reader = new TokenReader(line.Span.Of(text));
        SourceSpan? measure = null;
        while (reader.TryRead(out var token))
        {
            var word = token.Span.Shift(line.Span.Start);
            if (token.Operator == 0 && PolicyWords.TryParseAction(word.Of(text), out var action))
            {
                if (action != PolicyAction.Measure || measure is not null || word.Start < template.Start)
                {
                    return null;
                }

                measure = word;
            }
        }

        if (measure is not { } place)
        {
            return null;
        }

        var end = template.End;
        while (TokenReader.IsBlank(text[end]))
        {
            end++;
        }

        return TextFix.Repairing(
            "put the template behind measure",
            TextEdit.Remove(SourceSpan.FromBounds(template.Start, end)),
            TextEdit.Insert(place.End, new ByteString([(byte)' ', .. template.Of(text)])));
    }
}
