using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Policy.Syntax;

namespace Imara.Policy.Parsing;

/// <summary>digest_type, appraise_type and appraise_flag: the options whose order matters.</summary>
/// <remarks>docs/reference/policy.md 3.6 and 3.7.</remarks>
internal static class SignatureOptions
{
    public static (Errno Errno, Diagnostic? Diagnostic) Read(RuleDraft draft, KernelProfile kernel, ReadOnlySpan<byte> line, PolicyToken token, RuleKey key)
    {
        var value = token.Value.Of(line);
        return key switch
        {
            RuleKey.DigestType => DigestType(draft, kernel, value, token),
            RuleKey.AppraiseType => AppraiseType(draft, kernel, value, token),
            _ => AppraiseFlag(draft, kernel, value, token),
        };
    }

    private static (Errno Errno, Diagnostic? Diagnostic) DigestType(RuleDraft draft, KernelProfile kernel, ReadOnlySpan<byte> value, PolicyToken token)
    {
        if (!value.SequenceEqual("verity"u8))
        {
            return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.UnknownDigestType, token.Value, UserText.Of(value)));
        }

        // Up to 7.0 any signature type given before excludes it, even where verity was given before that already.
        if (!kernel.Has(KernelFeature.Sigv3ForFiles) && draft.Has(RuleOptions.Digsig))
        {
            return Order(token, "digest_type=verity", "up to 7.0 only `digest_type=verity appraise_type=sigv3`, in this order, is accepted; 7.1 and later also take a signature type before it");
        }

        draft.Options |= RuleOptions.Verity;
        return default;
    }

    private static (Errno Errno, Diagnostic? Diagnostic) AppraiseType(RuleDraft draft, KernelProfile kernel, ReadOnlySpan<byte> value, PolicyToken token)
    {
        if (!kernel.Has(KernelFeature.FinalValidation) && draft.Action != PolicyAction.Appraise)
        {
            return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.NeedsActionBefore, token.Span, "appraise_type=", "appraise", kernel.Version.ToString()));
        }

        foreach (var (word, needs) in WordFeatures.AppraiseTypes)
        {
            if (System.Text.Ascii.Equals(value, word) && needs is { } feature && !kernel.Has(feature))
            {
                return (Errno.EINVAL, RuleParser.Missing(feature, token.Value, word, kernel));
            }
        }

        var blacklist = kernel.Has(KernelFeature.AppraiseFlagIgnored) ? RuleOptions.CheckBlacklist : RuleOptions.None;
        if (value.SequenceEqual("imasig"u8))
        {
            return Add(draft, token, "imasig", RuleOptions.Digsig | blacklist);
        }

        if (value.SequenceEqual("imasig|modsig"u8))
        {
            return Add(draft, token, "imasig|modsig", RuleOptions.Digsig | RuleOptions.Modsig | blacklist);
        }

        if (!value.SequenceEqual("sigv3"u8))
        {
            return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.UnknownAppraiseType, token.Value, UserText.Of(value), Advice.OnAppraiseType(value)));
        }

        if (kernel.Has(KernelFeature.Sigv3ForFiles))
        {
            draft.Options |= RuleOptions.Digsig | RuleOptions.Sigv3 | blacklist;
            return default;
        }

        if (!draft.Has(RuleOptions.Verity))
        {
            return Order(token, "appraise_type=sigv3", "up to 7.0 it needs `digest_type=verity` before it; 7.1 and later accept it alone and in any order");
        }

        draft.Options |= RuleOptions.Digsig | blacklist;
        return default;
    }

    private static (Errno Errno, Diagnostic? Diagnostic) Add(RuleDraft draft, PolicyToken token, string word, RuleOptions options)
    {
        if (draft.Has(RuleOptions.Verity))
        {
            return Order(token, $"appraise_type={word}", "behind `digest_type=verity` only sigv3 is accepted");
        }

        draft.Options |= options;
        return default;
    }

    private static (Errno Errno, Diagnostic? Diagnostic) AppraiseFlag(RuleDraft draft, KernelProfile kernel, ReadOnlySpan<byte> value, PolicyToken token)
    {
        if (kernel.Has(KernelFeature.AppraiseFlagIgnored))
        {
            return default;
        }

        if (!kernel.Is(KernelOption.AppraiseModsig))
        {
            return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.NeedsBuildOption, token.Span, "appraise_flag=", "CONFIG_IMA_APPRAISE_MODSIG; 6.6 and later take it and do nothing"));
        }

        if (value.IndexOf("blacklist"u8) < 0)
        {
            return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.UnknownToken, token.Value, UserText.Of(value), "write `appraise_flag=check_blacklist`"));
        }

        draft.Options |= RuleOptions.CheckBlacklist;
        return default;
    }

    private static (Errno Errno, Diagnostic? Diagnostic) Order(PolicyToken token, string word, string help) =>
        (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.SignatureOrder, token.Span, word, help));
}
