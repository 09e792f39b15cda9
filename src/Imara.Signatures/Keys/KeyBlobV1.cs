using System.Buffers.Binary;
using System.Globalization;
using Imara.Hashing;

namespace Imara.Signatures.Keys;

/// <summary>The form in which the kernel's <c>user</c> keys hold RSA keys for signatures of version 1.</summary>
/// <remarks>docs/reference/appraisal.md 2 (v1).</remarks>
public static class KeyBlobV1
{
    /// <summary>The payload: version, timestamp 0, RSA, two numbers, each with its length in bits, big-endian.</summary>
    public static byte[] Write(RsaKey key) => [1, 0, 0, 0, 0, 0, 2, .. Mpi(key.Modulus), .. Mpi(key.Exponent)];

    /// <summary>The keyid: the last eight bytes of the SHA-1 of the payload, big-endian.</summary>
    public static ulong KeyId(RsaKey key) => BinaryPrimitives.ReadUInt64BigEndian(KernelHash.Compute(HashAlgo.Sha1, Write(key)).Bytes[12..]);

    /// <summary>The name of the key: the keyid in upper-case hex without leading zeros.</summary>
    public static string Description(RsaKey key) => KeyId(key).ToString("X", CultureInfo.InvariantCulture);

    private static byte[] Mpi(ReadOnlySpan<byte> number)
    {
        var bits = (8 * number.Length) - byte.LeadingZeroCount(number[0]);
        return [(byte)(bits >> 8), (byte)bits, .. number];
    }
}
