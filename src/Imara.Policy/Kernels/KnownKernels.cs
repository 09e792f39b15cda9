using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Policy.Kernels;

/// <summary>The kernels whose answers were recorded, by name, and kernels made up from a version number.</summary>
/// <remarks>tests/Corpus/kernels.json and tests/Corpus/scenarios/files.json.</remarks>
public static class KnownKernels
{
    private const KernelOption DebianOptions = KernelOption.Appraise | KernelOption.AppraiseBootparam | KernelOption.LsmRules
        | KernelOption.MeasureAsymmetricKeys | KernelOption.QueueEarlyBootKeys | KernelOption.EvmAttrFsuuid;

    private static readonly HashAlgoSet Sha2Short = HashAlgoSet.Of(HashAlgo.Md5, HashAlgo.Sha1, HashAlgo.Sha224, HashAlgo.Sha256);
    private static readonly HashAlgoSet Sha2 = new(Sha2Short.Bits | HashAlgoSet.Of(HashAlgo.Sha384, HashAlgo.Sha512).Bits);
    private static readonly HashAlgoSet Sha2And3 = new(Sha2.Bits | HashAlgoSet.Of(HashAlgo.Sha3_256, HashAlgo.Sha3_384, HashAlgo.Sha3_512).Bits);
    private static readonly HashAlgoSet LabBoot = new(Sha2And3.Bits
        | HashAlgoSet.Of(HashAlgo.Rmd160, HashAlgo.Sm3, HashAlgo.Wp512, HashAlgo.Streebog256, HashAlgo.Streebog512).Bits);

    /// <summary>The recorded kernels, oldest first.</summary>
    public static ImmutableArray<KernelProfile> Recorded { get; } =
    [
        WithoutEcdsa(Debian("6.1-debian", 6, 1, 192, "6.1.0-56-amd64", Sha2Short)),
        Debian("6.12-debian", 6, 12, 117, "6.12.117+deb12-cloud-amd64", Sha2And3),
        new KernelProfile
        {
            Name = "6.12-lab",
            Version = new KernelVersion(6, 12, 117),
            Release = "6.12.117-lab",
            Options = KernelOption.Everything,
            Schemes = SchemeTable.Of(new KernelVersion(6, 12, 117)),
            UsableHashes = new HashAlgoSet(LabBoot.Bits | HashAlgoSet.Of(HashAlgo.Wp256, HashAlgo.Wp384).Bits),
            BootHashes = LabBoot,
        },
        Debian("6.16-debian", 6, 16, 12, "6.16.12+deb13-cloud-amd64", Sha2And3),
        Debian("6.17-debian", 6, 17, 13, "6.17.13+deb13-cloud-amd64", Sha2And3),
        Debian("6.18-debian", 6, 18, 15, "6.18.15+deb13-cloud-amd64", Sha2And3),
        Debian("6.19-debian", 6, 19, 14, "6.19.14+deb13-cloud-amd64", Sha2And3),
        Debian("7.0-debian", 7, 0, 12, "7.0.12+deb13-cloud-amd64", Sha2And3),
        Debian("7.1-debian", 7, 1, 8, "7.1.8+deb13-cloud-amd64", Sha2Short),
        Debian("7.2-debian", 7, 2, 12, "7.2.12+deb13-cloud-amd64", Sha2),
        Debian("7.3-debian", 7, 3, 4, "7.3.4+deb13-cloud-amd64", Sha2),
    ];

    /// <summary>The series that are maintained for years, which most machines run; oldest first.</summary>
    public static ImmutableArray<KernelVersion> LongTerm { get; } = [new(5, 4), new(5, 10), new(5, 15), new(6, 1), new(6, 6), new(6, 12)];

    /// <summary>Finds a recorded kernel by its exact name.</summary>
    public static KernelProfile? Find(string name) => Recorded.FirstOrDefault(k => k.Name == name);

    /// <summary>A kernel of this version with every option configured and all hash algorithms usable.</summary>
    public static KernelProfile OfVersion(KernelVersion version)
    {
        var profile = new KernelProfile
        {
            Name = version.ToString(),
            Version = version,
            Release = version.ToString(),
            Options = KernelOption.Everything,
            UsableHashes = HashAlgoSet.All,
            Schemes = SchemeTable.Of(version),
        };
        if (profile.Has(KernelFeature.Sha3))
        {
            return profile;
        }

        var known = new HashAlgoSet(HashAlgoSet.All.Bits & ~HashAlgoSet.Of(HashAlgo.Sha3_256, HashAlgo.Sha3_384, HashAlgo.Sha3_512).Bits);
        return profile with { UsableHashes = known, BootHashes = known };
    }

    // `# CONFIG_CRYPTO_ECDSA is not set`, and more hash algorithms as modules than later ones; recorded without any module.
    private static KernelProfile WithoutEcdsa(KernelProfile kernel) => kernel with
    {
        Schemes = kernel.Schemes & ~SignatureSchemes.Ecdsa,
        ModuleHashes = new HashAlgoSet(HashAlgoSet.Of(HashAlgo.Sha384, HashAlgo.Sha512, HashAlgo.Md4, HashAlgo.Rmd160).Bits
            | HashAlgoSet.Of(HashAlgo.Wp256, HashAlgo.Wp384, HashAlgo.Wp512, HashAlgo.Streebog256, HashAlgo.Streebog512).Bits),
    };

    private static KernelProfile Debian(string name, int major, int minor, int patch, string release, HashAlgoSet hashes) => new()
    {
        Name = name,
        Version = new KernelVersion(major, minor, patch),
        Release = release,
        Options = DebianOptions,
        UsableHashes = hashes,
        BootHashes = hashes,
        Schemes = SchemeTable.Of(new KernelVersion(major, minor, patch)) & (SignatureSchemes.Rsa | SignatureSchemes.Ecdsa | SignatureSchemes.Ecrdsa),
        ModuleSchemes = SignatureSchemes.Ecrdsa,
        DefaultTemplate = "ima-sig",
        EvmXattrs = ["security.selinux", "security.apparmor", "security.ima", "security.capability"],
    };
}
