using Imara.Policy.Checking;
using Imara.Policy.Fixing;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;
using Imara.Policy.Syntax;

namespace Imara.Policy.Linting;

/// <summary>An accepted rule with its text, as lint rules see it. Tokens are looked for only where something is to be said.</summary>
internal sealed class LintedRule
{
    private readonly ReadOnlyMemory<byte> text;
    private readonly bool endsAtComment;

    public LintedRule(int index, CheckedLine line, PolicyRule rule, PolicySyntax syntax, KernelProfile kernel)
    {
        Index = index;
        Line = line;
        Rule = rule;
        Syntax = syntax;
        text = syntax.Text;
        endsAtComment = kernel.Has(KernelFeature.TrailingComments);
        Reach = RuleReach.Of(rule, kernel);
    }

    /// <summary>Position among the accepted rules, from 0.</summary>
    public int Index { get; }

    /// <summary>Its line.</summary>
    public CheckedLine Line { get; }

    /// <summary>What the kernel keeps of it.</summary>
    public PolicyRule Rule { get; }

    /// <summary>The source it stands in.</summary>
    public PolicySyntax Syntax { get; }

    /// <summary>Which events can match it at all.</summary>
    public Reach Reach { get; }

    /// <summary>The bytes of the source.</summary>
    public ReadOnlySpan<byte> Source => text.Span;

    /// <summary>The rule without blanks around it and without a comment behind it.</summary>
    public SourceSpan Span
    {
        get
        {
            var tokens = Tokens();
            return SourceSpan.FromBounds(tokens[0].Span.Start, tokens[^1].Span.End);
        }
    }

    /// <summary>The word of the action.</summary>
    public string Action => PolicyWords.Of(Rule.Action);

    /// <summary>Its tokens up to a comment; spans count from the start of the source.</summary>
    public List<PolicyToken> Tokens()
    {
        var tokens = new List<PolicyToken>();
        var bytes = Line.Span.Of(Source);
        var reader = new TokenReader(bytes);
        while (reader.TryRead(out var token) && !(endsAtComment && bytes[token.Span.Start] == '#'))
        {
            tokens.Add(token.Shift(Line.Span.Start));
        }

        return tokens;
    }

    /// <summary>The tokens of a key, in order.</summary>
    public List<PolicyToken> Tokens(RuleKey key) =>
        Tokens().FindAll(token => token.Operator != 0 && RuleKeys.IsWordOf(key, token.Key.Of(Source)));

    /// <summary>True if the word of a key stands in the line twice, whatever it means there.</summary>
    public bool MayRepeat(RuleKey key)
    {
        var bytes = Line.Span.Of(Source);
        var word = RuleKeys.BytesOf(key);
        var first = bytes.IndexOf(word);
        return first >= 0 && bytes[(first + word.Length)..].IndexOf(word) >= 0;
    }

    /// <summary>The last token of a key; null if there is none.</summary>
    public PolicyToken? Token(RuleKey key)
    {
        PolicyToken? last = null;
        var bytes = Line.Span.Of(Source);
        var reader = new TokenReader(bytes);
        while (reader.TryRead(out var token) && !(endsAtComment && bytes[token.Span.Start] == '#'))
        {
            if (token.Operator != 0 && RuleKeys.IsWordOf(key, token.Key.Of(bytes)))
            {
                last = token;
            }
        }

        return last?.Shift(Line.Span.Start);
    }

    /// <summary>Where a key stands; the whole rule if it has none.</summary>
    public SourceSpan SpanOf(RuleKey key) => Token(key)?.Span ?? Span;

    /// <summary>Where the first token with this text stands; the whole rule if there is none.</summary>
    public SourceSpan SpanOf(string word)
    {
        var wanted = new ByteString(word);
        foreach (var token in Tokens())
        {
            if (token.Span.Of(Source).SequenceEqual(wanted.Span))
            {
                return token.Span;
            }
        }

        return Span;
    }

    /// <summary>The text of a span, safe to print.</summary>
    public string Show(SourceSpan span) => UserText.Of(span.Of(Source));

    /// <summary>The edit that takes a token out, with the blanks before it (behind it, if it is the first).</summary>
    public TextEdit Without(PolicyToken token)
    {
        var start = token.Span.Start;
        var end = token.Span.End;
        while (start > Line.Span.Start && TokenReader.IsBlank(Source[start - 1]))
        {
            start--;
        }

        if (start == Line.Span.Start)
        {
            start = token.Span.Start;
            while (end < Line.Span.End && TokenReader.IsBlank(Source[end]))
            {
                end++;
            }
        }

        return TextEdit.Remove(SourceSpan.FromBounds(start, end));
    }

    /// <summary>The fix that takes the whole line out; null if more than the rule stands on it.</summary>
    public TextFix? Removal()
    {
        var line = Syntax.LineAt(Line.Span.Start);
        return line.Span == Line.Span && Span.End == line.Span.Of(Source).TrimEnd(" \t"u8).Length + line.Span.Start
            ? new TextFix("take the rule out", FixEffect.RemovesRule, [TextEdit.Remove(line.FullSpan)])
            : null;
    }
}
