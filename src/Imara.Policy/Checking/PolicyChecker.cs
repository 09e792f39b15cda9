using System.Collections.Immutable;
using Imara.Diagnostics;
using Imara.Policy.Formatting;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;
using Imara.Policy.Syntax;

namespace Imara.Policy.Checking;

/// <summary>Feeds policy files to a <see cref="PolicyLoad"/> and tells line by line what the kernel answers.</summary>
public sealed class PolicyChecker
{
    /// <summary>The most findings a check describes.</summary>
    public const int MaxDiagnostics = 100_000;

    private readonly RuleContext context;
    private readonly ImmutableArray<PolicySource> sources;
    private readonly ImmutableArray<PolicySyntax> syntaxes;
    private readonly ImmutableArray<CheckedLine>.Builder lines = ImmutableArray.CreateBuilder<CheckedLine>();
    private readonly ImmutableArray<CheckedDiagnostic>.Builder diagnostics = ImmutableArray.CreateBuilder<CheckedDiagnostic>();
    private int undescribed;

    private PolicyChecker(ImmutableArray<PolicySource> sources, RuleContext context)
    {
        this.sources = sources;
        syntaxes = [.. sources.Select(source => PolicySyntax.Parse(source.Text))];
        this.context = context;
    }

    /// <summary>Checks <paramref name="sources"/> as one load, in order.</summary>
    /// <param name="sources">The policy texts.</param>
    /// <param name="context">The kernel.</param>
    /// <param name="method">How the texts are fed.</param>
    public static PolicyCheck Check(ImmutableArray<PolicySource> sources, RuleContext context, LoadMethod method)
    {
        var checker = new PolicyChecker(sources, context);
        var load = new PolicyLoad(context, requiresSignedPolicy: false, path => checker.Read(path, method));
        var isComplete = true;
        for (var i = 0; i < sources.Length; i++)
        {
            isComplete &= method switch
            {
                LoadMethod.Path => checker.FeedPath(load, i),
                LoadMethod.Cat => checker.FeedCat(load, i),
                _ => checker.FeedLines(load, i),
            };
        }

        if (load.IsValid && load.Pending.Count == 0)
        {
            checker.Report(sources.Length - 1, new SourceSpan(0, 0), PolicyDiagnostics.NoRules);
        }

        return new PolicyCheck(sources, load.Close() is not null && isComplete, checker.lines.DrainToImmutable(), checker.diagnostics.DrainToImmutable())
        {
            Syntaxes = checker.syntaxes,
            Undescribed = checker.undescribed,
        };
    }

    // A path of the method `path` is the index of the source; a path inside a text names a file nobody here can see.
    private PolicyFile Read(ByteString path, LoadMethod method) =>
        method == LoadMethod.Path && int.TryParse(path.ToString().AsSpan(1), out var index) && index < sources.Length
            ? new PolicyFile(Errno.None, sources[index].Text)
            : new PolicyFile(Errno.ENOENT, default);

    private bool FeedLines(PolicyLoad load, int source)
    {
        var syntax = syntaxes[source];
        var text = syntax.Text.Span;
        var isComplete = true;
        foreach (var line in syntax.Lines)
        {
            var result = load.Write(line.FullSpan.Of(text));
            Add(source, syntax, line, result);
            if (line.Span.Length > PolicyLoad.WriteMax)
            {
                Report(source, line.Span, PolicyDiagnostics.LineTooLong, line.Span.Length.ToString());
                isComplete = false;
            }
            else if (line.Span.Of(text).IndexOf((byte)0) is var nul and >= 0 && result.IsAccepted && line.Kind != PolicyLineKind.Comment)
            {
                Report(source, new SourceSpan(line.Span.Start + nul, 1), PolicyDiagnostics.NulByte, (line.Span.Length - nul - 1).ToString());
                isComplete = false;
            }

            if (!line.HasLineFeed && result.IsAccepted)
            {
                Report(source, new SourceSpan(line.Span.End, 0), PolicyDiagnostics.MissingLineFeed);
            }
        }

        return isComplete;
    }

    private bool FeedPath(PolicyLoad load, int source)
    {
        var syntax = syntaxes[source];
        var result = load.Write(new ByteString($"/{source}").Span);
        foreach (var line in result.Lines)
        {
            AddLine(source, syntax.LineAt(line.Span.Start), line.Span, line.Verdict);
        }

        if (!result.IsAccepted && result.Lines.All(line => line.Verdict.IsAccepted))
        {
            var text = syntax.Text.Span;
            var nul = text.IndexOf((byte)0);
            if (nul >= 0)
            {
                Report(source, new SourceSpan(nul, 1), PolicyDiagnostics.NulByte, (text.Length - nul - 1).ToString());
            }
            else if (!text.IsEmpty)
            {
                Report(source, new SourceSpan(text.Length, 0), PolicyDiagnostics.NoFinalLineFeed);
            }
            else
            {
                Report(source, new SourceSpan(0, 0), PolicyDiagnostics.NoRules);
            }
        }

        return true;
    }

    private bool FeedCat(PolicyLoad load, int source)
    {
        var syntax = syntaxes[source];
        var text = syntax.Text.Span;
        var offset = 0;
        while (offset < text.Length)
        {
            var result = load.Write(text[offset..]);
            var line = syntax.LineAt(offset);
            if (offset == line.Span.Start && line.Kind is PolicyLineKind.Path)
            {
                Add(source, syntax, line, result);
            }
            else if (result.Lines.Length > 0)
            {
                AddLine(source, line, result.Lines[0].Span.Shift(offset), result.Lines[0].Verdict);
            }

            if (!result.IsAccepted)
            {
                return true;
            }

            offset += result.Return;
        }

        return true;
    }

    private void Add(int source, PolicySyntax syntax, PolicyLine line, PolicyWriteResult result)
    {
        if (result.Path is not null)
        {
            lines.Add(new CheckedLine(source, line.Number, line.Span, result.Errno, null, null));
            Report(source, line.Span, PolicyDiagnostics.PathLine, UserText.Of(line.Span.Of(syntax.Text.Span)));
            return;
        }

        AddLine(source, line, result.Lines[0].Span.Shift(line.Span.Start), result.Lines[0].Verdict);
    }

    private void AddLine(int source, PolicyLine line, SourceSpan parsed, RuleVerdict verdict)
    {
        if (verdict.Diagnostic is { } diagnostic)
        {
            Report(source, diagnostic with { Span = diagnostic.Span.Shift(parsed.Start) });
        }

        // What stands behind a cut in a long line is no line of its own in the text, but the kernel takes it for one.
        if (verdict.Rule is not null || !verdict.IsAccepted)
        {
            var canonical = verdict.Rule is null ? null : CanonicalRule.Write(verdict.Rule, context.Kernel);
            lines.Add(new CheckedLine(source, line.Number, parsed, verdict.Errno, verdict.Rule, canonical));
        }
    }

    private void Report(int source, SourceSpan span, DiagnosticDescriptor descriptor, params ReadOnlySpan<string> arguments) =>
        Report(source, Diagnostic.At(descriptor, span, arguments));

    private void Report(int source, Diagnostic diagnostic)
    {
        if (diagnostics.Count == MaxDiagnostics)
        {
            undescribed++;
            return;
        }

        var line = syntaxes[source].Lines.IsEmpty ? default : syntaxes[source].LineAt(diagnostic.Span.Start);
        diagnostics.Add(new CheckedDiagnostic(source, Math.Max(line.Number, 1), diagnostic.Span.Start - line.Span.Start + 1, diagnostic));
    }
}
