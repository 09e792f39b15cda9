using System.Text;
using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Syntax;

namespace Imara.Policy.Linting;

/// <summary>What comments of a policy allow: <c># imara: allow IMA0303</c> before a rule or behind it, <c># imara: allow-file IMA0303</c>.</summary>
internal sealed class Allowances
{
    // An allowance whose rule did not come.
    private const int NoLine = -1;

    private static readonly byte[] Mark = "imara:"u8.ToArray();
    private readonly HashSet<(int Source, int Line, string Id)> byLine = [];
    private readonly HashSet<(int Source, string Id)> byFile = [];
    private readonly List<Given> pending = [];
    private readonly List<Given> all = [];
    private readonly HashSet<(int Source, int Line, string Id)> used = [];

    /// <summary>An allowance that allows nothing.</summary>
    internal static DiagnosticDescriptor Unknown { get; } = new(
        "IMA0390", DiagnosticSeverity.Warning, "unknown allowance", "`{0}` is nothing that can be allowed", "write `# imara: allow ID` or `# imara: allow-file ID` with the id of a lint rule");

    /// <summary>An allowance of a finding that is not there.</summary>
    internal static DiagnosticDescriptor Unused { get; } = new(
        "IMA0391", DiagnosticSeverity.Info, "unused allowance", "nothing here is {0}: this comment allows what is not found", "remove the allowance, or put it before the rule that it is meant for");

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
                foreach (var given in pending)
                {
                    given.Line = line.Number;
                    byLine.Add((source, line.Number, given.Id));
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
        var isAllowed = byFile.Contains((source, id)) || byLine.Contains((source, line, id));
        if (isAllowed)
        {
            used.Add((source, line, id));
            used.Add((source, 0, id));
        }

        return isAllowed;
    }

    /// <summary>Tells the allowances that allowed nothing.</summary>
    /// <param name="wasLookedFor">True for the ids of findings that were looked for: of others nobody can say.</param>
    /// <param name="findings">Takes them.</param>
    public void AddUnused(Predicate<string> wasLookedFor, FindingList findings)
    {
        foreach (var given in all.Where(given => wasLookedFor(given.Id) && !used.Contains((given.Source, given.IsFile ? 0 : given.Line, given.Id))))
        {
            findings.Add(new LintFinding(given.Source, Diagnostic.At(Unused, given.Span, given.Id)));
        }
    }

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
                Add(new Given(source, new SourceSpan(span.Start, word.Length), word, isFile) { Line = ruleLine ?? NoLine });
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

    private void Add(Given given)
    {
        all.Add(given);
        if (given.IsFile)
        {
            byFile.Add((given.Source, given.Id));
        }
        else if (given.Line != NoLine)
        {
            byLine.Add((given.Source, given.Line, given.Id));
        }
        else
        {
            pending.Add(given);
        }
    }

    private static LintFinding Wrong(int source, SourceSpan span, ReadOnlySpan<byte> text) => new(source, Diagnostic.At(Unknown, span, UserText.Of(span.Of(text))));

    // An id in a comment, and the line of the rule it is for once that is known.
    private sealed record Given(int Source, SourceSpan Span, string Id, bool IsFile)
    {
        public int Line { get; set; }
    }
}
