using Imara.Signatures.Asn1;

namespace Imara.Signatures.Keys;

/// <summary>EMSA-PKCS1-v1_5 (RFC 8017 9.2).</summary>
internal static class Pkcs1
{
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

    /// <summary>The padded block; false if fewer than eight padding bytes would be left.</summary>
    public static bool TryPad(ReadOnlySpan<byte> message, int size, out byte[] block)
    {
        block = [];
        if (message.Length > size - 11)
        {
            return false;
        }

        block = new byte[size];
        block.AsSpan().Fill(0xff);
        block[0] = 0;
        block[1] = 1;
        block[size - message.Length - 1] = 0;
        message.CopyTo(block.AsSpan(size - message.Length));
        return true;
    }
}
