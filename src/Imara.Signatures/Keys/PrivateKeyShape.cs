using Imara.Signatures.Asn1;

namespace Imara.Signatures.Keys;

/// <summary>What the outer elements of DER say that it is; what is inside may still be malformed.</summary>
internal static class PrivateKeyShape
{
    // Begins with an indefinite length, which some programs write around PKCS#12 alone: SEQUENCE, INTEGER 3.
    private static ReadOnlySpan<byte> IndefinitePkcs12 => [DerTag.Sequence, 0x80, DerTag.Integer, 0x01, 0x03];

    public static PrivateKeyForm Of(ReadOnlySpan<byte> der)
    {
        if (der.StartsWith(IndefinitePkcs12))
        {
            return PrivateKeyForm.Pkcs12;
        }

        FormatError error = default;
        var reader = new DerReader(der, ref error);
        if (!reader.TryEnter(DerTag.Sequence, out var outer) || !reader.TryEnd() || !outer.TryRead(out var first) || !outer.TryRead(out var second))
        {
            return PrivateKeyForm.None;
        }

        var version = first.Tag == DerTag.Integer && first.Length == 1 ? outer.Of(first)[0] : -1;
        return (first.Tag, second.Tag, version) switch
        {
            (DerTag.Integer, DerTag.Sequence, 0 or 1) => PrivateKeyForm.Pkcs8,
            (DerTag.Integer, DerTag.Sequence, 3) => PrivateKeyForm.Pkcs12,
            (DerTag.Integer, DerTag.OctetString, 1) => PrivateKeyForm.Sec1,
            (DerTag.Integer, DerTag.Integer, 0) => PrivateKeyForm.Pkcs1,
            (DerTag.Sequence, DerTag.OctetString, _) => PrivateKeyForm.EncryptedPkcs8,
            (DerTag.Sequence, DerTag.BitString, _) => PrivateKeyForm.PublicKey,
            (DerTag.Sequence, DerTag.Sequence, _) => PrivateKeyForm.Certificate,
            _ => PrivateKeyForm.None,
        };
    }
}
