namespace Imara.Signatures;

/// <summary>Makes values of security.ima and security.evm.</summary>
/// <remarks>docs/reference/appraisal.md 1, 2 and 5.2.</remarks>
public static class ImaXattrWriter
{
    /// <summary>The value with which the kernel labels a file: <c>01 digest</c> for SHA-1 and the algorithms before it, else <c>04 id digest</c>.</summary>
    public static byte[] Write(Digest digest) => digest.Algo <= HashAlgo.Sha1
        ? [(byte)ImaXattrType.Digest, .. digest.Bytes]
        : [(byte)ImaXattrType.DigestNg, (byte)digest.Algo, .. digest.Bytes];

    /// <summary>A signature of version 2 or 3 behind its header.</summary>
    /// <param name="type">03, 05 or 06.</param>
    /// <param name="version">2 or 3.</param>
    /// <param name="algo">The algorithm of the signed digest.</param>
    /// <param name="keyid">Last four bytes of the SKID, as a big-endian number.</param>
    /// <param name="signature">1 to 65535 bytes.</param>
    /// <exception cref="ArgumentException">The signature is empty or too long for the header.</exception>
    public static byte[] WriteSignature(ImaXattrType type, byte version, HashAlgo algo, uint keyid, ReadOnlySpan<byte> signature)
    {
        if (signature.Length is 0 or > ushort.MaxValue)
        {
            throw new ArgumentException("a signature has 1 to 65535 bytes", nameof(signature));
        }

        var value = new byte[SignatureHeader.Size + signature.Length];
        new SignatureHeader(type, version, (byte)algo, keyid, (ushort)signature.Length).Write(value);
        signature.CopyTo(value.AsSpan(SignatureHeader.Size));
        return value;
    }
}
