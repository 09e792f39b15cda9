using System.Text;

namespace Imara.Policy.Kernels;

/// <summary>Where a kernel says which ways to sign it knows.</summary>
/// <remarks>docs/reference/appraisal.md 2, Primitive.</remarks>
public static class SchemeTable
{
    private static readonly (string Option, SignatureSchemes Schemes)[] Options =
    [
        ("CRYPTO_RSA", SignatureSchemes.Rsa), ("CRYPTO_ECDSA", SignatureSchemes.Ecdsa), ("CRYPTO_ECRDSA", SignatureSchemes.Ecrdsa),
        ("CRYPTO_SM2", SignatureSchemes.Sm2), ("CRYPTO_MLDSA", SignatureSchemes.MlDsa),
    ];

    private static readonly (string Name, SignatureSchemes Scheme)[] Names =
    [
        ("rsa", SignatureSchemes.Rsa), ("ecdsa-nist-p192", SignatureSchemes.EcdsaP192), ("ecdsa-nist-p256", SignatureSchemes.EcdsaP256),
        ("ecdsa-nist-p384", SignatureSchemes.EcdsaP384), ("ecdsa-nist-p521", SignatureSchemes.EcdsaP521), ("ecrdsa", SignatureSchemes.Ecrdsa),
        ("sm2", SignatureSchemes.Sm2), ("mldsa44", SignatureSchemes.MlDsa),
    ];

    private static readonly (SignatureSchemes Scheme, KernelVersion Since)[] Newer =
    [
        (SignatureSchemes.Ecdsa, new KernelVersion(5, 13)), (SignatureSchemes.EcdsaP521, new KernelVersion(6, 10)), (SignatureSchemes.MlDsa, new KernelVersion(7, 2)),
    ];

    private static readonly KernelVersion SansSm2 = new(6, 12);

    /// <summary>Those that a version can be built with.</summary>
    public static SignatureSchemes Of(KernelVersion version)
    {
        var schemes = version < SansSm2 ? SignatureSchemes.All : SignatureSchemes.All & ~SignatureSchemes.Sm2;
        foreach (var (scheme, since) in Newer)
        {
            schemes &= version < since ? ~scheme : SignatureSchemes.All;
        }

        return schemes;
    }

    /// <summary>The option that provides a scheme, such as <c>CONFIG_CRYPTO_ECDSA</c>.</summary>
    public static string OptionOf(SignatureSchemes scheme) => "CONFIG_" + Options.First(row => (row.Schemes & scheme) != 0).Option;

    /// <summary>Reads /proc/crypto: what is there without loading a module.</summary>
    public static SignatureSchemes Read(ReadOnlySpan<byte> text)
    {
        var schemes = SignatureSchemes.None;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var colon = line.IndexOf((byte)':');
            if (colon >= 0 && line[..colon].Trim((byte)' ').SequenceEqual("name"u8))
            {
                foreach (var (name, scheme) in Names)
                {
                    schemes |= Ascii.Equals(line[(colon + 1)..].Trim((byte)' '), name) ? scheme : SignatureSchemes.None;
                }
            }
        }

        return schemes;
    }

    /// <summary>The schemes of a build option; none for others.</summary>
    /// <param name="option">Its name without <c>CONFIG_</c>.</param>
    internal static SignatureSchemes OfOption(ReadOnlySpan<byte> option)
    {
        foreach (var (name, schemes) in Options)
        {
            if (Ascii.Equals(option, name))
            {
                return schemes;
            }
        }

        return SignatureSchemes.None;
    }
}
