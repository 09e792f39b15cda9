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
    private readonly HashSet<(int Source, int Line, string Id)> byLine = [];
    private readonly HashSet<(int Source, string Id)> byFile = [];
    private readonly List<string> pending = [];

    /// <summary>An allowance that allows nothing.</summary>
    internal static DiagnosticDescriptor Unknown { get; } = new(
        "IMA0390", DiagnosticSeverity.Warning, "unknown allowance", "`{0}` is nothing that can be allowed", "write `# imara: allow ID` or `# imara: allow-file ID` with the id of a lint rule");

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
                foreach (var id in pending)
                {
                    byLine.Add((source, line.Number, id));
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
    public bool Allow(int source, int line, string id) => byFile.Contains((source, id)) || byLine.Contains((source, line, id));

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
                Add(source, ruleLine, isFile, word);
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

    private void Add(int source, int? ruleLine, bool isFile, string id)
    {
        if (isFile)
        {
            byFile.Add((source, id));
        }
        else if (ruleLine is { } line)
        {
            byLine.Add((source, line, id));
        }
        else
        {
            pending.Add(id);
        }
    }

    private static LintFinding Wrong(int source, SourceSpan span, ReadOnlySpan<byte> text) => new(source, Diagnostic.At(Unknown, span, UserText.Of(span.Of(text))));
}
