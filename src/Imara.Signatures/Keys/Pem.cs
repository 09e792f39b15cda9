using System.Security.Cryptography;
using System.Text;

namespace Imara.Signatures.Keys;

/// <summary>PEM text (RFC 7468), which user space keeps keys in and the kernel does not read.</summary>
public static class Pem
{
    /// <summary>Decodes the first block with this label.</summary>
    /// <param name="text">ASCII text; other text around the block is ignored.</param>
    /// <param name="label">Such as <c>CERTIFICATE</c>, <c>PUBLIC KEY</c> or <c>RSA PUBLIC KEY</c>.</param>
    /// <param name="der">The decoded bytes, empty if there is no such block.</param>
    public static bool TryDecode(ReadOnlySpan<byte> text, string label, out byte[] der)
    {
        ReadOnlySpan<char> rest = Encoding.Latin1.GetString(text);
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label].SequenceEqual(label))
            {
                der = new byte[fields.DecodedDataLength];
                return Convert.TryFromBase64Chars(rest[fields.Base64Data], der, out var written) && written == der.Length;
            }

            rest = rest[fields.Location.End..];
        }

        der = [];
        return false;
    }
}
