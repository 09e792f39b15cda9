namespace Imara.Signatures.Keys;

/// <summary>The prime curves that the kernel has.</summary>
internal sealed class NistCurve
{
    private static readonly NistCurve[] All =
    [
        new("1.2.840.10045.3.1.1", [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x01], 192),
        new("1.2.840.10045.3.1.7", [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07], 256),
        new("1.3.132.0.34", [0x2b, 0x81, 0x04, 0x00, 0x22], 384),
        new("1.3.132.0.35", [0x2b, 0x81, 0x04, 0x00, 0x23], 521),
    ];

    private NistCurve(string oid, byte[] encoded, int bits)
    {
        Oid = oid;
        EncodedOid = encoded;
        Bits = bits;
    }

    /// <summary>Dotted object identifier.</summary>
    public string Oid { get; }

    /// <summary>Content bytes of the object identifier.</summary>
    public byte[] EncodedOid { get; }

    /// <summary>Size of the field in bits.</summary>
    public int Bits { get; }

    /// <summary>Size of a coordinate in bytes.</summary>
    public int FieldBytes => (Bits + 7) / 8;

    /// <summary>Size of a number in the kernel's 64-bit digits, in bytes; the longest r or s it takes.</summary>
    public int DigitBytes => (Bits + 63) / 64 * 8;

    /// <summary>Finds a curve by the content bytes of its object identifier.</summary>
    public static NistCurve? Find(ReadOnlySpan<byte> oid)
    {
        foreach (var curve in All)
        {
            if (oid.SequenceEqual(curve.EncodedOid))
            {
                return curve;
            }
        }

        return null;
    }
}
