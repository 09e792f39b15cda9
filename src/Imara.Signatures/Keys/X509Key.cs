using System.Diagnostics.CodeAnalysis;
using Imara.Hashing;
using Imara.Signatures.Asn1;

namespace Imara.Signatures.Keys;

/// <summary>A certificate as the kernel's key type <c>asymmetric</c> sees it. Validity dates are not looked at.</summary>
/// <remarks>docs/reference/appraisal.md 2 (keyid) and 7.</remarks>
public sealed class X509Key
{
    internal X509Key(X509Fields fields) => Fields = fields;

    /// <summary>The whole certificate.</summary>
    public ReadOnlyMemory<byte> Der => Fields.Der;

    /// <summary>The public key; null if it is of a kind that cannot be used here (the kernel: <see cref="Errno.ENOPKG"/>).</summary>
    public PublicKey? PublicKey => Fields.PublicKey;

    /// <summary>The SubjectKeyIdentifier; empty if the certificate has none.</summary>
    public ReadOnlyMemory<byte> Skid => Fields.Skid;

    /// <summary>The keyid of signature headers: the last four bytes of the SKID, big-endian; null without a SKID of four bytes.</summary>
    public uint? KeyId => KeyIds.Of(Fields.Skid);

    /// <summary>Content bytes of the serial number.</summary>
    public ReadOnlyMemory<byte> Serial => Fields.Serial;

    /// <summary>Content bytes of the issuer's name (DER).</summary>
    public ReadOnlyMemory<byte> Issuer => Fields.Issuer;

    /// <summary>Content bytes of the subject's name (DER).</summary>
    public ReadOnlyMemory<byte> Subject => Fields.Subject;

    /// <summary>True if keyUsage is present and has digitalSignature.</summary>
    public bool IsForDigitalSignature => Usages.HasFlag(KeyUsages.DigitalSignature);

    /// <summary>True if keyUsage is present and has keyCertSign.</summary>
    public bool IsForCertSign => Usages.HasFlag(KeyUsages.KeyCertSign);

    /// <summary>All bits of keyUsage but the last one, decipherOnly.</summary>
    public KeyUsages Usages => Fields.Usages;

    /// <summary>First moment of validity; null if it is not a time. No kernel looks at it for IMA.</summary>
    public DateTimeOffset? NotBefore => Fields.NotBefore;

    /// <summary>Last moment of validity; null if it is not a time. No kernel looks at it for IMA.</summary>
    public DateTimeOffset? NotAfter => Fields.NotAfter;

    /// <summary>True if basicConstraints says CA.</summary>
    public bool IsCa => Fields.IsCa;

    /// <summary>The name the kernel gives the key: <c>subject: hex</c>, where hex is the SKID, or the serial number without one.</summary>
    public string Description => $"{SubjectText.Of(Fields)}: {Convert.ToHexStringLower(Fields.Skid.IsEmpty ? Fields.Serial.Span : Fields.Skid.Span)}";

    /// <summary>The subject's name as an element.</summary>
    internal byte[] EncodedSubject => DerWriter.Element(DerTag.Sequence, Subject.Span);

    /// <summary>The issuer's name as an element.</summary>
    internal byte[] EncodedIssuer => DerWriter.Element(DerTag.Sequence, Issuer.Span);

    /// <summary>Everything that the certificate says.</summary>
    internal X509Fields Fields { get; }

    /// <summary>Reads a certificate.</summary>
    /// <param name="der">DER; the kernel does not take PEM.</param>
    /// <param name="key">The certificate.</param>
    /// <param name="error">Where reading stopped; the kernel answers <see cref="Errno.EBADMSG"/>.</param>
    public static bool TryParse(ReadOnlySpan<byte> der, [NotNullWhen(true)] out X509Key? key, out FormatError error)
    {
        key = X509Parser.TryParse(der.ToArray(), out var fields, out error) ? new X509Key(fields) : null;
        return key is not null;
    }

    /// <summary>Checks that <paramref name="parent"/> signed this certificate.</summary>
    /// <returns>As <see cref="PublicKey.Verify"/>; <see cref="Errno.ENOPKG"/> also for an unknown signature algorithm.</returns>
    public Errno CheckSignature(PublicKey parent)
    {
        if (Fields.SignedWith is not { } with || with.Rsa != (parent.Kind == KeyKind.Rsa))
        {
            return Errno.ENOPKG;
        }

        Span<byte> digest = stackalloc byte[HashAlgos.MaxDigestSize];
        KernelHash.Compute(with.Algo, Fields.Tbs.Span, digest);
        return parent.Verify(with.Algo, digest[..HashAlgos.DigestSize(with.Algo)], Fields.Signature.Span);
    }
}
