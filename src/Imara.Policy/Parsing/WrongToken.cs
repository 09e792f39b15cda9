using System.Text;
using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Policy.Syntax;

namespace Imara.Policy.Parsing;

/// <summary>Why a token is no word of the language.</summary>
internal static class WrongToken
{
    // What may stand without an operator, and the keys, behind which one was forgotten.
    private static readonly string[] LoneWords = [.. Enum.GetValues<PolicyAction>().Select(PolicyWords.Of), "permit_directio", .. RuleKeys.Words];

    private static readonly byte[] ByteOrderMark = [0xef, 0xbb, 0xbf];

    /// <summary>The diagnostic for <paramref name="token"/>.</summary>
    public static Diagnostic Of(ReadOnlySpan<byte> line, PolicyToken token, KernelProfile kernel)
    {
        var text = token.Span.Of(line);
        var display = UserText.Of(text);
        if (text[0] == '#')
        {
            return Diagnostic.At(PolicyDiagnostics.TrailingComment, token.Span, display, kernel.Version.ToString());
        }

        if (text.StartsWith(ByteOrderMark))
        {
            return Diagnostic.At(PolicyDiagnostics.ByteOrderMark, new SourceSpan(token.Span.Start, ByteOrderMark.Length), display);
        }

        if (text[^1] == '\r')
        {
            return Diagnostic.At(PolicyDiagnostics.CarriageReturn, SourceSpan.FromBounds(token.Span.End - 1, token.Span.End), display);
        }

        if (text[0] == '/' && line[..token.Span.Start].IndexOfAnyExcept((byte)' ', (byte)'\t') < 0)
        {
            return Diagnostic.At(PolicyDiagnostics.PathNotFirst, token.Span, display);
        }

        if (HidesAWord(text))
        {
            return Diagnostic.At(PolicyDiagnostics.WrongSeparator, token.Span, display);
        }

        var key = token.Key.Of(line);
        if (RuleKeys.TryParse(key, out var known))
        {
            return OfKey(line, token, known, display);
        }

        var word = Encoding.UTF8.GetString(key);
        return token.Operator == 0
            ? Diagnostic.At(PolicyDiagnostics.UnknownToken, token.Span, display, Advice.OnWord(word, LoneWords))
            : Diagnostic.At(PolicyDiagnostics.UnknownToken, key.IsEmpty ? token.Span : token.Key, key.IsEmpty ? display : UserText.Of(key),
                key.IsEmpty ? "write no blank around the operator" : Advice.OnWord(word, RuleKeys.Words));
    }

    private static Diagnostic OfKey(ReadOnlySpan<byte> line, PolicyToken token, RuleKey key, string display)
    {
        if (token.Operator != 0)
        {
            var help = key == RuleKey.PermitDirectio ? "`permit_directio` takes no value" : "only uid, euid, gid, egid, fowner and fgroup take `<` and `>`";
            return Diagnostic.At(PolicyDiagnostics.UnknownToken, token.Span, display, help);
        }

        // The operator is in the next token, or the next two are the operator and the value.
        var rest = new TokenReader(line[token.Span.End..]);
        if (rest.TryRead(out var next) && next is { Operator: not 0, Key.Length: 0 })
        {
            var value = next.Shift(token.Span.End).Span.Of(line);
            var joined = next.Value.Length > 0 || !rest.TryRead(out var last) ? value : [.. value, .. last.Shift(token.Span.End).Span.Of(line)];
            return Diagnostic.At(PolicyDiagnostics.BlankAtOperator, token.Span, display, display + UserText.Of(joined));
        }

        return Diagnostic.At(PolicyDiagnostics.UnknownToken, token.Span, display, $"`{RuleKeys.WordOf(key)}` needs a value: `{RuleKeys.WordOf(key)}=...`");
    }

    // A known word next to what people take for a separator: measure,func=X or "func=X" or measure;audit.
    private static bool HidesAWord(ReadOnlySpan<byte> text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsAsciiLetterOrDigit((char)text[i]) || text[i] == '_'))
            {
                continue;
            }

            var word = text[start..i];
            var isBehind = start > 0 && IsSeparator(text[start - 1]);
            var isBefore = i < text.Length && IsSeparator(text[i]);
            var isKey = i < text.Length && text[i] is (byte)'=' or (byte)'<' or (byte)'>' && RuleKeys.TryParse(word, out _);
            if ((isKey && isBehind) || ((isBehind || isBefore) && PolicyWords.TryParseAction(word, out _)))
            {
                return true;
            }

            start = i + 1;
        }

        return false;
    }

    // 0xc2 0xa0 is the no-break space of UTF-8.
    private static bool IsSeparator(byte value) => value is (byte)',' or (byte)';' or (byte)'"' or (byte)'\'' or (byte)'|' or (byte)'&' or (byte)':' or 0x0b or 0x0c or 0xc2 or 0xa0;
}
