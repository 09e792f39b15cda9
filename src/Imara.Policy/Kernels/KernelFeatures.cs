using System.Collections.Immutable;

namespace Imara.Policy.Kernels;

/// <summary>The version table of the policy language, as data.</summary>
/// <remarks>docs/reference/policy.md 8; everything older than <see cref="Oldest"/> is in all kernels here.</remarks>
public static class KernelFeatures
{
    /// <summary>The oldest version this table speaks for.</summary>
    public static KernelVersion Oldest { get; } = new(5, 4);

    /// <summary>The newest version this table speaks for.</summary>
    public static KernelVersion Newest { get; } = new(7, 3);

    /// <summary>One row a feature, in the order of <see cref="KernelFeature"/>.</summary>
    public static ImmutableArray<KernelFeatureRow> Table { get; } =
    [
        Row(KernelFeature.FinalValidation, 5, 9, "3.8", FeatureTouches.Acceptance,
            "a rule is checked as a whole after its last token; before, any mixture passes, but `pcr=` needs `measure` and `appraise_type=` needs `appraise` before it"),
        Row(KernelFeature.Modsig, 5, 4, "2.2", FeatureTouches.Acceptance,
            "`appraise_type=imasig|modsig` accepts appended signatures", KernelOption.AppraiseModsig),
        Row(KernelFeature.AppraiseFlag, 5, 5, "3.6", FeatureTouches.Acceptance,
            "`appraise_flag=check_blacklist` is known"),
        Row(KernelFeature.AppraiseFlagIgnored, 6, 6, "3.6", FeatureTouches.Acceptance,
            "`appraise_flag=` takes any text, does nothing and is not read back; every `appraise_type=` implies the blacklist check"),
        Row(KernelFeature.KeyCheck, 5, 6, "2.3", FeatureTouches.Acceptance,
            "`func=KEY_CHECK` and `keyrings=` measure keys", KernelOption.MeasureAsymmetricKeys),
        Row(KernelFeature.AppraiseLastWins, 5, 11, "10", FeatureTouches.Matching,
            "of several `ima_appraise=` the text of the last one counts alone, and an unknown text means enforce; before, each is taken in turn, and an unknown one changes nothing"),
        Row(KernelFeature.CriticalData, 5, 12, "2.3", FeatureTouches.Acceptance,
            "`func=CRITICAL_DATA` and `label=` measure data of the kernel"),
        Row(KernelFeature.EvmSigTemplate, 5, 14, "2.4", FeatureTouches.Acceptance,
            "the template evm-sig is known"),
        Row(KernelFeature.SetxattrCheck, 5, 15, "3.9", FeatureTouches.Acceptance,
            "`func=SETXATTR_CHECK` and `appraise_algos=` limit hash algorithms"),
        Row(KernelFeature.GroupConditions, 5, 16, "2.2", FeatureTouches.Acceptance,
            "gid, egid and fgroup are known"),
        Row(KernelFeature.UndefinedLsmHidden, 5, 18, "6", FeatureTouches.ReadBack,
            "a rule with a label that is not defined is left out when the policy is read"),
        Row(KernelFeature.Verity, 5, 19, "3.7", FeatureTouches.Acceptance,
            "`digest_type=verity`, `appraise_type=sigv3` and the templates ima-ngv2 and ima-sigv2 are known"),
        Row(KernelFeature.MmapReqprot, 6, 3, "4.1", FeatureTouches.Acceptance,
            "`func=MMAP_CHECK_REQPROT` asks about the protection that was requested"),
        Row(KernelFeature.Sha3, 6, 7, "2.5", FeatureTouches.Acceptance,
            "the names sha3-256, sha3-384 and sha3-512 are known"),
        Row(KernelFeature.TmpfsWritesCounted, 6, 12, "5.5", FeatureTouches.Measuring,
            "every write to a file of tmpfs counts as a change; in 6.1 only one after the file was collected"),
        Row(KernelFeature.OverlayBackingCompared, 6, 12, "5.5", FeatureTouches.Measuring,
            "a file of an overlay is looked at again when the file below it has changed; in 6.1 at every access"),
        Row(KernelFeature.ListPerBank, 6, 12, "8", FeatureTouches.Measuring,
            "there is one measurement list file for each TPM bank"),
        Row(KernelFeature.InitModuleMeasured, 6, 12, "4.1", FeatureTouches.Measuring,
            "the buffer of init_module(2) is measured as critical data, label modules"),
        Row(KernelFeature.OpenWritersOnce, 6, 15, "5.4", FeatureTouches.Measuring,
            "the open_writers violation is recorded once until the last writer closes", KernelOption.None, new KernelVersion(6, 12, 117)),
        Row(KernelFeature.TrailingComments, 6, 14, "2", FeatureTouches.Acceptance,
            "a token that begins with `#` ends the rule"),
        Row(KernelFeature.TcbTmpfsFileCheckOnly, 6, 14, "9", FeatureTouches.BuiltIn,
            "tcb exempts tmpfs for FILE_CHECK only: programs run from tmpfs are measured"),
        Row(KernelFeature.CredsCheckAfterSetuid, 6, 19, "4.1", FeatureTouches.Matching,
            "CREDS_CHECK is asked once, for the final program, with the credentials after setuid bits; before, with those before them, and for a script and its interpreter", KernelOption.None, new KernelVersion(6, 17, 13), new KernelVersion(6, 18, 15)),
        Row(KernelFeature.DontAudit, 6, 19, "8", FeatureTouches.Acceptance,
            "the action dont_audit is known"),
        Row(KernelFeature.FsSubtype, 6, 19, "2.2", FeatureTouches.Acceptance,
            "`fs_subtype=` is known"),
        Row(KernelFeature.Sigv3ForFiles, 7, 1, "3.7", FeatureTouches.Acceptance,
            "`appraise_type=sigv3` stands without `digest_type=verity` and in any order; it reads back where sigv3 was given, not where verity was"),
        Row(KernelFeature.TruncateSeen, 7, 0, "5.5", FeatureTouches.Measuring,
            "a change made by truncate(2) is seen at the next open", KernelOption.None, new KernelVersion(6, 12, 117)),
        Row(KernelFeature.SecureBootModsig, 7, 2, "9", FeatureTouches.BuiltIn,
            "secure_boot accepts appended signatures of modules"),
        Row(KernelFeature.ConfigfsExempt, 7, 3, "9", FeatureTouches.BuiltIn,
            "tcb and appraise_tcb exempt configfs"),
        Row(KernelFeature.PolicyMeasured, 7, 3, "5.6", FeatureTouches.Measuring,
            "lines written to the policy file and the policy itself are measured"),
    ];

    /// <summary>The row of a feature.</summary>
    public static KernelFeatureRow Of(KernelFeature feature) => Table[(int)feature];

    private static KernelFeatureRow Row(
        KernelFeature feature, int major, int minor, string section, FeatureTouches touches, string meaning,
        KernelOption gate = KernelOption.None, params ReadOnlySpan<KernelVersion> backports) =>
        new(feature, new KernelVersion(major, minor), gate, [.. backports], section, touches, meaning);
}
