namespace Imara.Signatures.Asn1;

/// <summary>The identifier octets that certificates, keys and PKCS#7 messages use (X.690).</summary>
internal static class DerTag
{
    public const byte Boolean = 0x01;
    public const byte Integer = 0x02;
    public const byte BitString = 0x03;
    public const byte OctetString = 0x04;
    public const byte ObjectIdentifier = 0x06;
    public const byte Sequence = 0x30;
    public const byte Set = 0x31;

    /// <summary>Constructed, context specific.</summary>
    public static byte Context(int number) => (byte)(0xa0 | number);

    /// <summary>Primitive, context specific.</summary>
    public static byte ContextPrimitive(int number) => (byte)(0x80 | number);
}
