using Imara.Signatures.Asn1;

namespace Imara.Signatures.Keys;

/// <summary>EMSA-PKCS1-v1_5 (RFC 8017 9.2).</summary>
internal static class Pkcs1
{
    /// <summary>Bytes of the block that the message leaves at least: 00 01, eight of ff, 00.</summary>
    public const int MinPadding = 11;

    /// <summary>True if the kernel knows a DigestInfo for the algorithm. [measured] 6.18 has none for md4, sm3 and Whirlpool.</summary>
    public static bool Takes(HashAlgo algo) => !Oids.Of(algo).IsEmpty;

    /// <summary>The DER DigestInfo of a digest.</summary>
    public static byte[] DigestInfo(HashAlgo algo, ReadOnlySpan<byte> digest)
    {
        var oid = Oids.Of(algo);
        return
        [
            DerTag.Sequence, (byte)(8 + oid.Length + digest.Length),
            DerTag.Sequence, (byte)(4 + oid.Length), DerTag.ObjectIdentifier, (byte)oid.Length, .. oid, 0x05, 0x00,
            DerTag.OctetString, (byte)digest.Length, .. digest,
        ];
    }

    /// <summary>The padded block around a message that leaves room for <see cref="MinPadding"/>.</summary>
    public static byte[] Pad(ReadOnlySpan<byte> message, int size)
    {
        var block = new byte[size];
        block.AsSpan().Fill(0xff);
        block[0] = 0;
        block[1] = 1;
        block[size - message.Length - 1] = 0;
        message.CopyTo(block.AsSpan(size - message.Length));
        return block;
    }
}
