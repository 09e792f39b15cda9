using System.Formats.Asn1;

namespace Imara.Signatures.Keys;

/// <summary>Writes SubjectPublicKeyInfo (RFC 5280 4.1).</summary>
internal static class Spki
{
    /// <summary>Writes DER.</summary>
    /// <param name="keyBits">The whole bytes of subjectPublicKey.</param>
    /// <param name="algorithm">Writes the identifier and the parameters of the algorithm.</param>
    public static byte[] Write(ReadOnlySpan<byte> keyBits, Action<AsnWriter> algorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                algorithm(writer);
            }

            writer.WriteBitString(keyBits);
        }

        return writer.Encode();
    }
}
