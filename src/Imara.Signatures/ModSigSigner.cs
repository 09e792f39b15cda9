using Imara.Signatures.Asn1;
using Imara.Signatures.Keys;

namespace Imara.Signatures;

/// <summary>How an appended signature names the key that made it.</summary>
/// <remarks>docs/reference/appraisal.md 6; RFC 5652 5.3 (SignerIdentifier).</remarks>
public sealed class ModSigSigner
{
    private ModSigSigner(byte version, byte[] identifier)
    {
        Version = version;
        Identifier = identifier;
    }

    /// <summary>Version of the SignerInfo: 1 with issuer and serial number, 3 with a subject key identifier.</summary>
    internal byte Version { get; }

    /// <summary>The encoded SignerIdentifier.</summary>
    internal byte[] Identifier { get; }

    /// <summary>By issuer and serial number of the certificate that the kernel has.</summary>
    public static ModSigSigner ByIssuer(X509Key certificate) => new(1, DerWriter.Element(
        DerTag.Sequence,
        [.. certificate.EncodedIssuer, .. DerWriter.Element(DerTag.Integer, certificate.Serial.Span)]));

    /// <summary>By the SKID of the certificate that the kernel has.</summary>
    /// <param name="skid">The whole identifier, usually 20 bytes.</param>
    public static ModSigSigner BySkid(ReadOnlySpan<byte> skid) => new(3, DerWriter.Element(DerTag.ContextPrimitive(0), skid));
}
