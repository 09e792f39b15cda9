using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Imara.Hashing;

namespace Imara.Signatures.Keys;

/// <summary>Makes certificates that IMA's keyrings take.</summary>
/// <remarks>docs/reference/appraisal.md 2 (keyid) and 7: a SKID always, keyUsage and CA by role, and who signed it named so that the kernel finds it.</remarks>
public sealed class CertificateMaker
{
    private const int SerialSize = 16;

    /// <summary>What the certificate is for.</summary>
    public CertificateRole Role { get; init; }

    /// <summary>The subject's name, such as <c>O=Example, CN=IMA signing key</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>First moment of validity; the kernel does not look at it.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Last moment of validity; the kernel does not look at it.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Makes a certificate that its own key signs.</summary>
    /// <param name="key">The key.</param>
    /// <param name="der">The certificate.</param>
    /// <param name="reason">Why there is none: a subject that is no name, dates that do not follow each other, or as <see cref="SigningKey.TrySign"/>.</param>
    public bool TryMakeSelfSigned(SigningKey key, [NotNullWhen(true)] out byte[]? der, out string reason) =>
        TryMake(key.PublicKey, key, issuer: null, out der, out reason);

    /// <summary>Makes a certificate that another key signs.</summary>
    /// <param name="key">The key that is certified.</param>
    /// <param name="issuer">The issuer's certificate.</param>
    /// <param name="issuerKey">The issuer's private key.</param>
    /// <param name="der">The certificate.</param>
    /// <param name="reason">As <see cref="TryMakeSelfSigned"/>; also an issuer that is no CA, or whose certificate is another key's.</param>
    public bool TryMakeSigned(PublicKey key, X509Key issuer, SigningKey issuerKey, [NotNullWhen(true)] out byte[]? der, out string reason)
    {
        der = null;
        if (issuer.PublicKey?.IsSameAs(issuerKey.PublicKey) != true)
        {
            reason = "the issuer's certificate is not that of the issuer's private key: their public keys differ";
            return false;
        }

        if (!issuer.IsCa)
        {
            reason = "the issuer's certificate is not that of a CA";
            return false;
        }

        return TryMake(key, issuerKey, issuer, out der, out reason);
    }

    private bool TryMake(PublicKey key, SigningKey signer, X509Key? issuer, [NotNullWhen(true)] out byte[]? der, out string reason)
    {
        der = null;
        reason = CryptoLibrary.FrameworkProblem;
        if (reason.Length > 0)
        {
            return false;
        }

        try
        {
            var subject = new X500DistinguishedName(Subject, X500DistinguishedNameFlags.UseUTF8Encoding);
            var issuerName = issuer is null ? subject : new X500DistinguishedName(issuer.EncodedSubject);
            var generator = new CertificateSigner(signer);
            var request = new CertificateRequest(subject, CertificateSigner.Framework(key), generator.HashName);
            AddExtensions(request, key, issuer);
            using var made = request.Create(issuerName, generator, NotBefore, NotAfter, MakeSerial());
            der = made.RawData;
            return true;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            reason = "this system's libraries do not make one of this subject, time and key";
            return false;
        }
    }

    private void AddExtensions(CertificateRequest request, PublicKey key, X509Key? issuer)
    {
        var isCa = Role == CertificateRole.Authority;
        var usage = isCa ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature;
        var skid = key.ComputeSkid();
        var authority = issuer is null ? X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(skid)
            : !issuer.Skid.IsEmpty ? X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(issuer.Skid.Span)
            : X509AuthorityKeyIdentifierExtension.CreateFromIssuerNameAndSerialNumber(new X500DistinguishedName(issuer.EncodedIssuer), issuer.Serial.Span);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isCa, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(skid, critical: false));
        request.CertificateExtensions.Add(authority);
    }

    // Positive, and never with a leading zero that readers would have to drop.
    private static byte[] MakeSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialSize);
        serial[0] = (byte)((serial[0] & 0x3f) | 0x40);
        return serial;
    }
}
