using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Parsing;

/// <summary>The feature a kernel must have to know a word that is no key; null: every kernel knows it.</summary>
/// <remarks>docs/reference/policy.md 8; the keys stand in <see cref="RuleKeys"/>, the templates in <see cref="TemplateName"/>.</remarks>
internal static class WordFeatures
{
    /// <summary>The values of <c>appraise_type=</c>.</summary>
    public static (string Word, KernelFeature? Needs)[] AppraiseTypes { get; } =
        [("imasig", null), ("imasig|modsig", KernelFeature.Modsig), ("sigv3", KernelFeature.Verity)];

    public static KernelFeature? Of(PolicyAction action) => action == PolicyAction.DontAudit ? KernelFeature.DontAudit : null;

    public static KernelFeature? Of(PolicyFunc func) => func switch
    {
        PolicyFunc.MmapCheckReqprot => KernelFeature.MmapReqprot,
        PolicyFunc.KeyCheck => KernelFeature.KeyCheck,
        PolicyFunc.CriticalData => KernelFeature.CriticalData,
        PolicyFunc.SetxattrCheck => KernelFeature.SetxattrCheck,
        _ => null,
    };

    public static KernelFeature? Of(HashAlgo algo) =>
        algo is HashAlgo.Sha3_256 or HashAlgo.Sha3_384 or HashAlgo.Sha3_512 ? KernelFeature.Sha3 : null;
}
