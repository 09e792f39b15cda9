using System.Buffers;
using System.Collections.Immutable;
using Imara.Diagnostics;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;
using Imara.Policy.Syntax;

namespace Imara.Policy.Formatting;

/// <summary>Lays out a policy text: the order of lines, every comment and the meaning of every rule stay.</summary>
/// <remarks>docs/reference/policy.md 2, 6 and 13 "Style".</remarks>
public static class PolicyFormatter
{
    /// <summary>Formats a text; any bytes will do.</summary>
    /// <param name="text">The policy.</param>
    /// <param name="context">The kernel: what it refuses stays as it is.</param>
    /// <param name="method">How the text is fed: only a file given by its path may have lines of more than <see cref="PolicyLoad.WriteMax"/> bytes.</param>
    public static FormattedPolicy Format(ReadOnlyMemory<byte> text, RuleContext context, LoadMethod method = LoadMethod.Lines)
    {
        var syntax = PolicySyntax.Parse(text);
        var output = new ArrayBufferWriter<byte>(text.Length + 1);
        var refused = ImmutableArray.CreateBuilder<RefusedLine>();
        var wantsBlank = false;
        foreach (var line in syntax.Lines)
        {
            var bytes = line.Span.Of(text.Span);
            if (line.Kind == PolicyLineKind.Blank && bytes.IndexOf((byte)0) < 0)
            {
                // At most one, none at the start and none at the end.
                wantsBlank = output.WrittenCount > 0;
                continue;
            }

            if (wantsBlank)
            {
                output.Write("\n"u8);
                wantsBlank = false;
            }

            if (RefusalOf(line, bytes, method) is { } refusal)
            {
                refused.Add(new RefusedLine(line.Number, refusal));
                output.Write(bytes);
            }
            else if (line.Kind == PolicyLineKind.Comment)
            {
                output.Write(bytes.Trim(" \t"u8));
            }
            else
            {
                WriteRule(line, bytes, context, method, output, refused);
            }

            output.Write("\n"u8);
        }

        return new FormattedPolicy(output.WrittenMemory, FirstChange(text.Span, output.WrittenSpan), refused.DrainToImmutable());
    }

    // What the kernel would not take as this one line, whatever the line says.
    private static Diagnostic? RefusalOf(PolicyLine line, ReadOnlySpan<byte> bytes, LoadMethod method)
    {
        if (line.Kind == PolicyLineKind.Path && method != LoadMethod.Path)
        {
            return Diagnostic.At(PolicyDiagnostics.PathLine, line.Span, UserText.Of(bytes));
        }

        if (method != LoadMethod.Path && bytes.Length > PolicyLoad.WriteMax)
        {
            return Diagnostic.At(PolicyDiagnostics.LineTooLong, line.Span, bytes.Length.ToString());
        }

        // Written line by line a NUL ends a comment, which changes nothing; a file given by its path ends there.
        return bytes.IndexOf((byte)0) is var nul and >= 0 && (line.Kind != PolicyLineKind.Comment || method == LoadMethod.Path)
            ? Diagnostic.At(PolicyDiagnostics.NulByte, new SourceSpan(line.Span.Start + nul, 1), (bytes.Length - nul - 1).ToString())
            : null;
    }

    private static void WriteRule(
        PolicyLine line, ReadOnlySpan<byte> bytes, RuleContext context, LoadMethod method, ArrayBufferWriter<byte> output, ImmutableArray<RefusedLine>.Builder refused)
    {
        var verdict = RuleParser.Parse(bytes, context);
        if (verdict.Rule is not { } rule)
        {
            var why = verdict.Diagnostic ?? throw new InvalidOperationException("a rule line without a rule has a reason");
            refused.Add(new RefusedLine(line.Number, why with { Span = why.Span.Shift(line.Span.Start) }));
            output.Write(bytes);
            return;
        }

        var comment = Unread(bytes, context.Kernel, out var flags);
        var tidy = LoadableRule.Write(rule, context.Kernel, flags);
        var length = tidy.Length + (comment.IsEmpty ? 0 : 1 + comment.Length);
        if (method != LoadMethod.Path && length > PolicyLoad.WriteMax)
        {
            // Full names are longer than their aliases; a line that just fits has to keep them.
            output.Write(bytes);
            return;
        }

        output.Write(tidy.Span);
        if (!comment.IsEmpty)
        {
            output.Write(" "u8);
            output.Write(comment);
        }
    }

    // The trailing comment, and the items that the kernel reads without keeping anything of them.
    private static ReadOnlySpan<byte> Unread(ReadOnlySpan<byte> line, KernelProfile kernel, out List<ByteString> flags)
    {
        flags = [];
        var reader = new TokenReader(line);
        while (reader.TryRead(out var token))
        {
            if (line[token.Span.Start] == '#' && kernel.Has(KernelFeature.TrailingComments))
            {
                return line[token.Span.Start..].TrimEnd(" \t"u8);
            }

            if (kernel.Has(KernelFeature.AppraiseFlagIgnored) && token.Key.Of(line).SequenceEqual("appraise_flag"u8))
            {
                flags.Add(new ByteString(token.Span.Of(line)));
            }
        }

        return default;
    }

    private static int FirstChange(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var common = before.CommonPrefixLength(after);
        return common == before.Length && common == after.Length ? 0 : before[..common].Count((byte)'\n') + 1;
    }
}
