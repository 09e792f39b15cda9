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
        Row(KernelFeature.FinalValidation, 5, 9, "3.8"),
        Row(KernelFeature.Modsig, 5, 4, "2.2", KernelOption.AppraiseModsig),
        Row(KernelFeature.AppraiseFlag, 5, 5, "3.6"),
        Row(KernelFeature.AppraiseFlagIgnored, 6, 6, "3.6"),
        Row(KernelFeature.KeyCheck, 5, 6, "2.3", KernelOption.MeasureAsymmetricKeys),
        Row(KernelFeature.CriticalData, 5, 12, "2.3"),
        Row(KernelFeature.EvmSigTemplate, 5, 14, "2.4"),
        Row(KernelFeature.SetxattrCheck, 5, 15, "3.9"),
        Row(KernelFeature.GroupConditions, 5, 16, "2.2"),
        Row(KernelFeature.UndefinedLsmHidden, 5, 18, "6"),
        Row(KernelFeature.Verity, 5, 19, "3.7"),
        Row(KernelFeature.MmapReqprot, 6, 3, "4.1"),
        Row(KernelFeature.Sha3, 6, 7, "2.5"),
        Row(KernelFeature.ListPerBank, 6, 12, "8"),
        Row(KernelFeature.InitModuleMeasured, 6, 12, "4.1"),
        Row(KernelFeature.OpenWritersOnce, 6, 15, "5.4", KernelOption.None, new KernelVersion(6, 12, 117)),
        Row(KernelFeature.TrailingComments, 6, 14, "2"),
        Row(KernelFeature.TcbTmpfsFileCheckOnly, 6, 14, "9"),
        Row(KernelFeature.CredsCheckAfterSetuid, 6, 19, "4.1", KernelOption.None, new KernelVersion(6, 17, 13), new KernelVersion(6, 18, 15)),
        Row(KernelFeature.DontAudit, 6, 19, "8"),
        Row(KernelFeature.FsSubtype, 6, 19, "2.2"),
        Row(KernelFeature.Sigv3ForFiles, 7, 1, "3.7"),
        Row(KernelFeature.TruncateSeen, 7, 0, "5.5", KernelOption.None, new KernelVersion(6, 12, 117)),
        Row(KernelFeature.SecureBootModsig, 7, 2, "9"),
        Row(KernelFeature.ConfigfsExempt, 7, 3, "9"),
        Row(KernelFeature.PolicyMeasured, 7, 3, "5.6"),
    ];

    /// <summary>The row of a feature.</summary>
    public static KernelFeatureRow Of(KernelFeature feature) => Table[(int)feature];

    private static KernelFeatureRow Row(
        KernelFeature feature, int major, int minor, string section, KernelOption gate = KernelOption.None, params ReadOnlySpan<KernelVersion> backports) =>
        new(feature, new KernelVersion(major, minor), gate, [.. backports], section);
}
