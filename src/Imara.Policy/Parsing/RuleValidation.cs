using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Policy.Syntax;

namespace Imara.Policy.Parsing;

/// <summary>The check of a rule as a whole, after its last token.</summary>
/// <remarks>docs/reference/policy.md 3.</remarks>
internal static class RuleValidation
{
    private static readonly RuleKey[] ImageKeys =
    [
        RuleKey.FsMagic, RuleKey.FsName, RuleKey.FsSubtype, RuleKey.FsUuid, RuleKey.Uid, RuleKey.Euid, RuleKey.Gid, RuleKey.Egid, RuleKey.Fowner, RuleKey.Fgroup,
        RuleKey.ObjUser, RuleKey.ObjRole, RuleKey.ObjType, RuleKey.SubjUser, RuleKey.SubjRole, RuleKey.SubjType, RuleKey.Pcr, RuleKey.Template,
    ];

    private static readonly RuleKey[] FileKeys =
        [.. ImageKeys, RuleKey.Mask, RuleKey.PermitDirectio, RuleKey.DigestType, RuleKey.AppraiseType, RuleKey.AppraiseAlgos];

    private static readonly RuleKey[] KeyringKeys = [RuleKey.Uid, RuleKey.Gid, RuleKey.Pcr, RuleKey.Template, RuleKey.Keyrings];

    private static readonly RuleKey[] CriticalDataKeys = [RuleKey.Uid, RuleKey.Gid, RuleKey.Pcr, RuleKey.Template, RuleKey.Label];

    // LSM conditions of SETXATTR_CHECK rules are not looked at: accepted, and without effect.
    private static readonly RuleKey[] SetxattrKeys =
        [RuleKey.ObjUser, RuleKey.ObjRole, RuleKey.ObjType, RuleKey.SubjUser, RuleKey.SubjRole, RuleKey.SubjType, RuleKey.AppraiseAlgos];

    /// <summary>The reason to refuse the rule; null if it is good.</summary>
    public static Diagnostic? Check(ReadOnlySpan<byte> line, RuleDraft draft, KernelProfile kernel)
    {
        if (draft.Action is not { } action)
        {
            var first = draft.Has(RuleKey.Func) ? draft.TokenOf(RuleKey.Func).Span : new SourceSpan(0, line.Length);
            return Diagnostic.At(PolicyDiagnostics.NoAction, first);
        }

        if (!kernel.Has(KernelFeature.FinalValidation))
        {
            return null;
        }

        return CheckActions(draft, action) ?? CheckFunc(line, draft, action) ?? CheckSignatures(draft, kernel, action);
    }

    private static Diagnostic? CheckActions(RuleDraft draft, PolicyAction action)
    {
        if (draft.Has(RuleKey.Pcr) && action != PolicyAction.Measure)
        {
            return NeedsAction(draft, RuleKey.Pcr, "measure");
        }

        foreach (var key in (ReadOnlySpan<RuleKey>)[RuleKey.AppraiseType, RuleKey.AppraiseAlgos])
        {
            if (draft.Has(key) && action != PolicyAction.Appraise)
            {
                return NeedsAction(draft, key, "appraise");
            }
        }

        return null;
    }

    private static Diagnostic? CheckFunc(ReadOnlySpan<byte> line, RuleDraft draft, PolicyAction action)
    {
        var func = draft.Func;
        var (allowed, actions) = func switch
        {
            PolicyFunc.KexecCmdline => (ImageKeys, "measure and dont_measure"),
            PolicyFunc.KeyCheck => (KeyringKeys, "measure and dont_measure"),
            PolicyFunc.CriticalData => (CriticalDataKeys, "measure and dont_measure"),
            PolicyFunc.SetxattrCheck => (SetxattrKeys, "appraise"),
            _ => (FileKeys, string.Empty),
        };
        var isAllowed = actions switch
        {
            "" => true,
            "appraise" => action == PolicyAction.Appraise,
            _ => action is PolicyAction.Measure or PolicyAction.DontMeasure,
        };
        if (!isAllowed)
        {
            return Diagnostic.At(PolicyDiagnostics.ActionNotForFunc, draft.ActionToken.Span, PolicyWords.Of(action), PolicyWords.Of(func), actions);
        }

        for (var key = RuleKey.Mask; key <= RuleKey.PermitDirectio; key++)
        {
            if (!draft.Has(key) || key == RuleKey.AppraiseFlag || Array.IndexOf(allowed, key) >= 0)
            {
                continue;
            }

            var token = draft.TokenOf(key);
            return key switch
            {
                RuleKey.Keyrings => Diagnostic.At(PolicyDiagnostics.NeedsFunc, token.Span, "keyrings=", "KEY_CHECK"),
                RuleKey.Label => Diagnostic.At(PolicyDiagnostics.NeedsFunc, token.Span, "label=", "CRITICAL_DATA"),
                _ => Diagnostic.At(PolicyDiagnostics.ConditionNotForFunc, token.Span, UserText.Of(token.Key.Of(line)), PolicyWords.Of(func)),
            };
        }

        return func == PolicyFunc.SetxattrCheck && draft.AppraiseAlgos is null
            ? Diagnostic.At(PolicyDiagnostics.AlgosRequired, draft.TokenOf(RuleKey.Func).Span)
            : null;
    }

    private static Diagnostic? CheckSignatures(RuleDraft draft, KernelProfile kernel, PolicyAction action)
    {
        var isImage = draft.Func is PolicyFunc.ModuleCheck or PolicyFunc.KexecKernelCheck or PolicyFunc.KexecInitramfsCheck;
        if (draft.Has(RuleOptions.Verity) && isImage)
        {
            return Diagnostic.At(PolicyDiagnostics.ConditionNotForFunc, draft.TokenOf(RuleKey.DigestType).Span, "digest_type", PolicyWords.Of(draft.Func));
        }

        if (draft.Has(RuleOptions.Modsig))
        {
            var token = draft.TokenOf(RuleKey.AppraiseType).Span;
            if (!isImage)
            {
                return Diagnostic.At(PolicyDiagnostics.ModsigNotForFunc, token, "appraise_type=imasig|modsig");
            }

            if (draft.Has(RuleOptions.Sigv3))
            {
                return Diagnostic.At(PolicyDiagnostics.SignatureOrder, token, "appraise_type=imasig|modsig", "sigv3 and modsig exclude each other");
            }
        }

        if (draft.Has(RuleOptions.CheckBlacklist) && !draft.Has(RuleOptions.Modsig) && !kernel.Has(KernelFeature.AppraiseFlagIgnored))
        {
            return Diagnostic.At(PolicyDiagnostics.BlacklistNeedsModsig, draft.TokenOf(RuleKey.AppraiseFlag).Span, "appraise_flag=");
        }

        return action == PolicyAction.Appraise && draft.Has(RuleOptions.Verity) && !draft.Has(RuleOptions.Digsig)
            ? Diagnostic.At(PolicyDiagnostics.VerityNeedsSignature, draft.TokenOf(RuleKey.DigestType).Span, "digest_type=verity")
            : null;
    }

    private static Diagnostic NeedsAction(RuleDraft draft, RuleKey key, string action) =>
        Diagnostic.At(PolicyDiagnostics.NeedsAction, draft.TokenOf(key).Span, RuleKeys.WordOf(key) + "=", action);
}
