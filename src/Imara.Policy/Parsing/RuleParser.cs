using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Policy.Syntax;

namespace Imara.Policy.Parsing;

/// <summary>Gives the kernel's answer to one line of a policy.</summary>
/// <remarks>docs/reference/policy.md 2 and 3. The kernel stops at the first bad token; so does this.</remarks>
public static class RuleParser
{
    [ThreadStatic]
    private static RuleDraft? spareDraft;

    /// <summary>Parses the bytes of one line, without its line feed and cut at a NUL, as section 1.3 of the reference finds it.</summary>
    public static RuleVerdict Parse(ReadOnlySpan<byte> line, RuleContext context)
    {
        var reader = new TokenReader(line);
        if (!reader.TryRead(out var token) || line[token.Span.Start] == '#')
        {
            return default;
        }

        // A draft holds every token of a rule; one for each line would be most of the memory a policy takes.
        var draft = spareDraft ?? new RuleDraft();
        spareDraft = null;
        draft.Reset();
        try
        {
            return Parse(line, reader, token, draft, context);
        }
        finally
        {
            spareDraft = draft;
        }
    }

    private static RuleVerdict Parse(ReadOnlySpan<byte> line, TokenReader reader, PolicyToken token, RuleDraft draft, RuleContext context)
    {
        var values = new RuleValueReader(draft, context);
        do
        {
            if (line[token.Span.Start] == '#' && context.Kernel.Has(KernelFeature.TrailingComments))
            {
                break;
            }

            var (errno, diagnostic) = Take(line, token, draft, values, context);
            if (errno != Errno.None)
            {
                return new RuleVerdict(null, errno, diagnostic);
            }
        }
        while (reader.TryRead(out token));

        var failure = RuleValidation.Check(line, draft, context.Kernel);
        return failure is null ? new RuleVerdict(draft.ToRule(), Errno.None, null) : new RuleVerdict(null, Errno.EINVAL, failure);
    }

    private static (Errno Errno, Diagnostic? Diagnostic) Take(ReadOnlySpan<byte> line, PolicyToken token, RuleDraft draft, RuleValueReader values, RuleContext context)
    {
        var text = token.Span.Of(line);
        if (token.Operator == 0 && PolicyWords.TryParseAction(text, out var action))
        {
            return TakeAction(text, token, action, draft, context);
        }

        if (token.Operator == 0 && text.SequenceEqual("permit_directio"u8))
        {
            draft.Options |= RuleOptions.PermitDirectio;
            draft.Remember(RuleKey.PermitDirectio, token);
            return default;
        }

        if (token.Operator == 0 || !RuleKeys.TryParse(token.Key.Of(line), out var key) || key == RuleKey.PermitDirectio
            || (token.Operator != '=' && !RuleKeys.IsId(key)))
        {
            return (Errno.EINVAL, WrongToken.Of(line, token, context.Kernel));
        }

        if (token.Value.Length == 0)
        {
            return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.EmptyValue, token.Span, UserText.Of(text)));
        }

        if (RuleKeys.FeatureOf(key) is { } feature && !context.Kernel.Has(feature))
        {
            return (Errno.EINVAL, Missing(feature, token.Key, RuleKeys.WordOf(key), context.Kernel));
        }

        var result = values.Read(line, token, key);
        if (result.Errno == Errno.None)
        {
            draft.Remember(key, token);
        }

        return result;
    }

    private static (Errno Errno, Diagnostic? Diagnostic) TakeAction(ReadOnlySpan<byte> text, PolicyToken token, PolicyAction action, RuleDraft draft, RuleContext context)
    {
        if (WordFeatures.Of(action) is { } feature && !context.Kernel.Has(feature))
        {
            return (Errno.EINVAL, Missing(feature, token.Span, PolicyWords.Of(action), context.Kernel));
        }

        if (draft.Action is not null)
        {
            return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.SecondAction, token.Span, UserText.Of(text)));
        }

        draft.Action = action;
        draft.ActionToken = token;
        return default;
    }

    /// <summary>Says that a word needs a newer kernel or a build option.</summary>
    internal static Diagnostic Missing(KernelFeature feature, SourceSpan span, string word, KernelProfile kernel)
    {
        var row = KernelFeatures.Of(feature);
        return row.IsIn(kernel.Version)
            ? Diagnostic.At(PolicyDiagnostics.NeedsBuildOption, span, word, KernelOptionNames.Of(row.Gate))
            : Diagnostic.At(PolicyDiagnostics.NeedsNewerKernel, span, word, kernel.Version.ToString(), row.Since.ToString());
    }
}
