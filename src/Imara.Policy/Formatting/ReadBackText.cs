using System.Buffers;
using System.Globalization;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;
using Imara.Policy.Syntax;

namespace Imara.Policy.Formatting;

/// <summary>Turns what reading <c>ima/policy</c> printed into lines that mean the same and that the kernel takes.</summary>
/// <remarks>docs/reference/policy.md 6: ids of 2^31 and above are printed as negative numbers, the name of a custom template is empty, and up to 7.0 sigv3 stands
/// before verity. What is not printed at all, rules with labels that are not defined, cannot be had back.</remarks>
public static class ReadBackText
{
    /// <summary>Stands for the format of the custom template, which is not printed; a <see cref="RuleContext"/> has to name it.</summary>
    public const string CustomTemplate = "(custom)";

    private const int NameMax = 63;

    /// <summary>The kernel of <paramref name="context"/> with the custom template that a read-back may stand for.</summary>
    public static RuleContext ContextFor(RuleContext context) => new(context.Kernel, context.Lsm, context.IsCustomActive, context.CustomTemplate ?? CustomTemplate);

    /// <summary>Rewrites the lines that <paramref name="context"/> refuses, others stay as they are; line numbers stay, and the last line ends in a line feed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="context">One of <see cref="ContextFor"/>.</param>
    /// <param name="losses">What was understood.</param>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> text, RuleContext context, out ReadBackLoss losses)
    {
        losses = ReadBackLoss.None;
        var output = new ArrayBufferWriter<byte>(text.Length + 1);
        foreach (var line in PolicySyntax.Parse(text).Lines)
        {
            var bytes = line.Span.Of(text.Span);
            if (line.Kind == PolicyLineKind.Rule && !RuleParser.Parse(bytes, context).IsAccepted)
            {
                WriteRepaired(bytes, context, output, ref losses);
            }
            else
            {
                output.Write(bytes);
            }

            output.Write("\n"u8);
        }

        return output.WrittenMemory;
    }

    /// <summary>A rule whose names of file systems may have been cut, with the full names if <paramref name="others"/> has exactly one that fits.</summary>
    public static PolicyRule Complete(PolicyRule rule, IReadOnlyCollection<PolicyRule> others) => rule with
    {
        FsName = Complete(rule.FsName, others.Select(other => other.FsName)),
        FsSubtype = Complete(rule.FsSubtype, others.Select(other => other.FsSubtype)),
    };

    private static ByteString? Complete(ByteString? name, IEnumerable<ByteString?> others)
    {
        if (name is not { Length: NameMax } cut)
        {
            return name;
        }

        var longer = others.OfType<ByteString>().Where(other => other.Length > NameMax && other.Span.StartsWith(cut.Span)).Distinct().Take(2).ToList();
        return longer.Count == 1 ? longer[0] : name;
    }

    private static void WriteRepaired(ReadOnlySpan<byte> line, RuleContext context, ArrayBufferWriter<byte> output, ref ReadBackLoss losses)
    {
        var isVerityMoved = !context.Kernel.Has(KernelFeature.Sigv3ForFiles)
            && line.IndexOf(" appraise_type=sigv3 "u8) is var sigv3 and >= 0 && line.IndexOf(" digest_type=verity"u8) > sigv3;
        var reader = new TokenReader(line);
        while (reader.TryRead(out var token))
        {
            var item = token.Span.Of(line);
            if (isVerityMoved && item.SequenceEqual("digest_type=verity"u8))
            {
                losses |= ReadBackLoss.VerityOrder;
                continue;
            }

            if (isVerityMoved && item.SequenceEqual("appraise_type=sigv3"u8))
            {
                output.Write("digest_type=verity "u8);
            }

            if (item.SequenceEqual("template="u8))
            {
                losses |= ReadBackLoss.CustomTemplate;
                output.Write(item);
                output.Write(new ByteString(context.CustomTemplate ?? string.Empty).Span);
            }
            else if (IsNegativeId(token, line, out var id))
            {
                losses |= ReadBackLoss.SignedId;
                output.Write(line[token.Span.Start..token.Value.Start]);
                output.Write(new ByteString(unchecked((uint)id).ToString()).Span);
            }
            else
            {
                output.Write(item);
            }

            output.Write(" "u8);
        }
    }

    private static bool IsNegativeId(PolicyToken token, ReadOnlySpan<byte> line, out int id)
    {
        id = 0;
        var value = token.Value.Of(line);
        return value.StartsWith("-"u8) && int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id) && id < -1
            && RuleKeys.TryParse(token.Key.Of(line), out var key) && RuleKeys.IsId(key);
    }
}
