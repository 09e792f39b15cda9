using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Policy.Kernels;

/// <summary>A kernel as a value: everything that decides which rules it takes and what IMA does by default.</summary>
public sealed record KernelProfile
{
    /// <summary>How the profile is called: <c>6.12-lab</c>, <c>6.12</c>, <c>running</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The version; decides the features.</summary>
    public required KernelVersion Version { get; init; }

    /// <summary><c>uname -r</c>; the data of the kernel_version measurement.</summary>
    public string Release { get; init; } = string.Empty;

    /// <summary>Build options.</summary>
    public required KernelOption Options { get; init; }

    /// <summary>Algorithms the crypto layer can provide when a rule is parsed (<c>appraise_algos=</c>); an input, not a property of the version.</summary>
    public required HashAlgoSet UsableHashes { get; init; }

    /// <summary>Algorithms the kernel can compute when IMA starts; a TPM bank of another algorithm gets padded SHA-1 digests.</summary>
    public HashAlgoSet BootHashes { get; init; } = HashAlgoSet.All;

    /// <summary>Algorithms of <see cref="UsableHashes"/> that are modules: usable if modprobe finds them when they are asked for.</summary>
    public HashAlgoSet ModuleHashes { get; init; }

    /// <summary>The ways to sign that the kernel can verify, if modprobe finds those of <see cref="ModuleSchemes"/>.</summary>
    public SignatureSchemes Schemes { get; init; } = SignatureSchemes.All;

    /// <summary>Those of <see cref="Schemes"/> that are modules.</summary>
    public SignatureSchemes ModuleSchemes { get; init; }

    /// <summary><c>CONFIG_IMA_DEFAULT_HASH</c></summary>
    public HashAlgo DefaultHash { get; init; } = HashAlgo.Sha256;

    /// <summary><c>CONFIG_IMA_DEFAULT_TEMPLATE</c></summary>
    public string DefaultTemplate { get; init; } = "ima-ng";

    /// <summary><c>CONFIG_IMA_MEASURE_PCR_IDX</c></summary>
    public int MeasurePcr { get; init; } = 10;

    /// <summary>Attributes that EVM protects in HMACs and non-portable signatures, in its order.</summary>
    public ImmutableArray<string> EvmXattrs { get; init; } = ["security.selinux", "security.SMACK64", "security.apparmor", "security.ima", "security.capability"];

    /// <summary>True if a kernel of this version and these options has <paramref name="feature"/>.</summary>
    public bool Has(KernelFeature feature)
    {
        var row = KernelFeatures.Of(feature);
        return row.IsIn(Version) && (Options & row.Gate) == row.Gate;
    }

    /// <summary>True if the kernel is built with all of <paramref name="options"/>.</summary>
    public bool Is(KernelOption options) => (Options & options) == options;
}
