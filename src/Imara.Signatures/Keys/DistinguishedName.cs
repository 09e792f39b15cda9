using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Imara.Signatures.Asn1;

namespace Imara.Signatures.Keys;

/// <summary>Names of subjects and issuers for people.</summary>
public static class DistinguishedName
{
    /// <summary>Such as <c>O=Example, CN=IMA signing key</c>, in the order of the certificate; hex of what cannot be decoded.</summary>
    /// <param name="content">Content bytes of the name (DER), as <see cref="X509Key.Subject"/>.</param>
    public static string ToText(ReadOnlyMemory<byte> content)
    {
        try
        {
            return new X500DistinguishedName(DerWriter.Element(DerTag.Sequence, content.Span)).Decode(X500DistinguishedNameFlags.None);
        }
        catch (CryptographicException)
        {
            return Convert.ToHexStringLower(content.Span);
        }
    }
}
