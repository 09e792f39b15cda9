using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Keys;

/// <summary>A key or a certificate to be shown.</summary>
/// <param name="Kind">certificate, private-key or public-key.</param>
/// <param name="Key">The public half; null for a certificate of a kind that cannot be used.</param>
/// <param name="Certificate">The certificate; null for a bare key.</param>
internal sealed record KeyObject(string Kind, PublicKey? Key, X509Key? Certificate)
{
    /// <summary>A certificate.</summary>
    public static KeyObject Of(X509Key certificate) => new("certificate", certificate.PublicKey, certificate);

    /// <summary>A private key.</summary>
    public static KeyObject OfPrivate(PublicKey key) => new("private-key", key, Certificate: null);

    /// <summary>A bare public key.</summary>
    public static KeyObject OfPublic(PublicKey key) => new("public-key", key, Certificate: null);
}
