using System.Text;
using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Syntax;

namespace Imara.Policy.Linting;

/// <summary>What comments of a policy allow: <c># imara: allow IMA0303</c> before a rule or behind it, <c># imara: allow-file IMA0303</c>.</summary>
internal sealed class Allowances
{
    private static readonly byte[] Mark = "imara:"u8.ToArray();
    private readonly Dictionary<(int Source, int Line, string Id), Allowance> byLine = [];
    private readonly Dictionary<(int Source, string Id), Allowance> byFile = [];
    private readonly List<Allowance> all = [];
    private readonly List<Allowance> pending = [];

    /// <summary>An allowance that allows nothing.</summary>
    internal static DiagnosticDescriptor Unknown { get; } = new(
        "IMA0390", DiagnosticSeverity.Warning, "useless allowance", "`{0}` {1}", "{2}");

    /// <summary>Reads the comments of one source.</summary>
    public void Read(int source, PolicySyntax syntax, KernelProfile kernel, FindingList findings)
    {
        pending.Clear();
        var text = syntax.Text.Span;
        if (text.IndexOf(Mark) < 0)
        {
            return;
        }

        foreach (var line in syntax.Lines)
        {
            if (line.Kind == PolicyLineKind.Comment)
            {
                Take(source, null, text, line.Span, findings);
            }
            else if (line.Kind is PolicyLineKind.Rule or PolicyLineKind.Path)
            {
                foreach (var one in pending)
                {
                    byLine[(source, line.Number, one.Id)] = one;
                }

                pending.Clear();
                if (kernel.Has(KernelFeature.TrailingComments) && CommentBehind(line.Span.Of(text)) is var at and >= 0)
                {
                    Take(source, line.Number, text, SourceSpan.FromBounds(line.Span.Start + at, line.Span.End), findings);
                }
            }
        }
    }

    /// <summary>True if a comment allows the finding.</summary>
    public bool Allow(int source, int line, string id)
    {
        var isAllowed = byLine.TryGetValue((source, line, id), out var one) || byFile.TryGetValue((source, id), out one);
        if (isAllowed)
        {
            one!.IsUsed = true;
        }

        return isAllowed;
    }

    /// <summary>The allowances that allowed nothing, once every finding was asked about.</summary>
    /// <param name="wasLooked">Whether findings of an id were looked for.</param>
    public IEnumerable<LintFinding> Unused(Func<string, bool> wasLooked) =>
        from one in all
        where !one.IsUsed && wasLooked(one.Id)
        select new LintFinding(one.Source, Diagnostic.At(Unknown, one.Span, one.Id, "allows nothing here", "take it out; another kernel may still want it"))
        {
            Severity = DiagnosticSeverity.Info,
        };

    private static int CommentBehind(ReadOnlySpan<byte> line)
    {
        var reader = new TokenReader(line);
        while (reader.TryRead(out var token))
        {
            if (line[token.Span.Start] == '#')
            {
                return token.Span.Start;
            }
        }

        return -1;
    }

    // Behind the ids may stand a reason.
    private void Take(int source, int? ruleLine, ReadOnlySpan<byte> text, SourceSpan comment, FindingList findings)
    {
        var bytes = comment.Of(text);
        var body = bytes.TrimStart(" \t#"u8);
        if (!body.StartsWith(Mark))
        {
            return;
        }

        var offset = bytes.Length - body.Length + Mark.Length;
        var reader = new TokenReader(bytes[offset..].TrimEnd("\r"u8));
        var isFile = false;
        var count = -1;
        while (reader.TryRead(out var token))
        {
            var span = token.Span.Shift(comment.Start + offset);
            var word = Encoding.Latin1.GetString(span.Of(text)).TrimEnd(',');
            if (count < 0)
            {
                isFile = word == "allow-file";
                count = 0;
                if (!isFile && word != "allow")
                {
                    findings.Add(Wrong(source, span, text));
                    return;
                }
            }
            else if (LintRules.IsKnown(word))
            {
                Add(new Allowance(source, new SourceSpan(span.Start, word.Length), word), ruleLine, isFile);
                count++;
            }
            else if (count == 0 || word.StartsWith("IMA", StringComparison.Ordinal))
            {
                findings.Add(Wrong(source, span, text));
                return;
            }
            else
            {
                return;
            }
        }

        if (count <= 0)
        {
            findings.Add(Wrong(source, comment, text));
        }
    }

    private void Add(Allowance one, int? ruleLine, bool isFile)
    {
        all.Add(one);
        if (isFile)
        {
            byFile[(one.Source, one.Id)] = one;
        }
        else if (ruleLine is { } line)
        {
            byLine[(one.Source, line, one.Id)] = one;
        }
        else
        {
            pending.Add(one);
        }
    }

    private static LintFinding Wrong(int source, SourceSpan span, ReadOnlySpan<byte> text) =>
        new(source, Diagnostic.At(
            Unknown, span, UserText.Of(span.Of(text)), "is nothing that can be allowed", "write `# imara: allow ID` or `# imara: allow-file ID` with the id of a lint rule"));
}
