using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using Imara.Hashing;
using Imara.Signatures.Asn1;

namespace Imara.Signatures.Keys;

/// <summary>An RSA public key.</summary>
/// <remarks>docs/reference/appraisal.md 2 (Primitive).</remarks>
public sealed class RsaKey : PublicKey
{
    private readonly byte[] modulus;
    private readonly byte[] exponent;

    // One framework object serves one thread at a time.
    private readonly ConcurrentBag<RSA> idle = [];

    private RsaKey(byte[] modulus, byte[] exponent, int bits, ReadOnlySpan<byte> keyBits)
        : base(KeyKind.Rsa, bits, keyBits)
    {
        this.modulus = modulus;
        this.exponent = exponent;
    }

    /// <summary>The modulus, big-endian, without leading zeros.</summary>
    public ReadOnlySpan<byte> Modulus => modulus;

    /// <summary>The public exponent, big-endian, without leading zeros.</summary>
    public ReadOnlySpan<byte> Exponent => exponent;

    /// <summary>Reads a PKCS#1 RSAPublicKey (DER).</summary>
    public static bool TryParsePkcs1(ReadOnlySpan<byte> der, [NotNullWhen(true)] out RsaKey? key, out FormatError error)
    {
        error = default;
        return TryReadPkcs1(new DerReader(der, ref error), der, out key);
    }

    /// <inheritdoc/>
    internal override bool Takes(HashAlgo algo) => Pkcs1.Takes(algo);

    /// <inheritdoc/>
    internal override byte[] WriteSpki() => DerWriter.Spki(
        DerWriter.Algorithm(Oids.RsaEncryption, DerWriter.Null),
        DerWriter.Element(DerTag.Sequence, [.. DerWriter.Number(modulus), .. DerWriter.Number(exponent)]));

    /// <inheritdoc/>
    internal override bool IsSameAs(PublicKey other) => other is RsaKey rsa && rsa.Modulus.SequenceEqual(modulus) && rsa.Exponent.SequenceEqual(exponent);

    /// <inheritdoc/>
    public override Errno Verify(HashAlgo algo, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        if (!Takes(algo))
        {
            return Errno.ENOPKG;
        }

        if (digest.Length != HashAlgos.DigestSize(algo) || signature.Length != modulus.Length || !HasKernelSize)
        {
            return Errno.EINVAL;
        }

        return Evp is null && CryptoLibrary.ServesFramework && FrameworkName(algo) is { } name
            ? VerifyByFramework(name, digest, signature)
            : VerifyBlock(Pkcs1.DigestInfo(algo, digest), signature);
    }

    /// <summary>Checks a signature whose padded block holds exactly <paramref name="message"/>, without or with a DigestInfo of its own.</summary>
    internal Errno VerifyBlock(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != modulus.Length || !HasKernelSize || message.Length > modulus.Length - Pkcs1.MinPadding
            || signature.SequenceCompareTo(modulus) >= 0)
        {
            return Errno.EINVAL;
        }

        var good = Evp?.Verify(message, signature) ?? Open(signature).SequenceEqual(Pkcs1.Pad(message, modulus.Length));
        return good ? Errno.None : Errno.EKEYREJECTED;
    }

    /// <summary>The block inside a signature that is smaller than the modulus: the reference for libcrypto, and the way without it.</summary>
    internal ReadOnlySpan<byte> Open(ReadOnlySpan<byte> signature)
    {
        var opened = BigInteger.ModPow(Number(signature), Number(exponent), Number(modulus));
        var block = new byte[modulus.Length];
        var length = opened.GetByteCount(isUnsigned: true);
        return opened.TryWriteBytes(block.AsSpan(block.Length - length), out _, isUnsigned: true, isBigEndian: true) ? block : [];

        static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
    }

    internal static bool TryReadPkcs1(DerReader reader, ReadOnlySpan<byte> keyBits, [NotNullWhen(true)] out RsaKey? key)
    {
        key = null;
        if (!reader.TryRead(DerTag.Sequence, out var outer) || !reader.TryEnd())
        {
            return false;
        }

        var inner = reader.Enter(outer);
        if (!inner.TryRead(DerTag.Integer, out var n) || !inner.TryRead(DerTag.Integer, out var e) || !inner.TryEnd())
        {
            return false;
        }

        var number = inner.Of(n).TrimStart((byte)0);
        var power = inner.Of(e).TrimStart((byte)0);
        if (number.Length is < 64 or > 512 || power.IsEmpty || power.Length > number.Length)
        {
            return reader.Fail(n.Start, "not an RSA key of 512 to 4096 bits");
        }

        var bits = (8 * number.Length) - byte.LeadingZeroCount(number[0]);
        key = new RsaKey(number.ToArray(), power.ToArray(), bits, keyBits);
        return true;
    }

    // [measured] 6.18 takes these sizes alone, counted in whole 64-bit words: 2047 bits are 2048; 768, 1280, 2056 and 2560 bits are EINVAL.
    internal bool HasKernelSize => ((Bits + 63) / 64 * 64) is 512 or 1024 or 1536 or 2048 or 3072 or 4096;

    internal Errno VerifyByFramework(HashAlgorithmName name, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        try
        {
            if (!idle.TryTake(out var key))
            {
                key = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
            }

            var good = key.VerifyHash(digest, signature, name, RSASignaturePadding.Pkcs1);
            idle.Add(key);
            return good ? Errno.None : Errno.EKEYREJECTED;
        }
        catch (CryptographicException)
        {
            return Errno.EINVAL;
        }
    }

    // What every libcrypto has and is fast at; the other DigestInfos are compared by hand.
    private static HashAlgorithmName? FrameworkName(HashAlgo algo) => algo switch
    {
        HashAlgo.Sha1 => HashAlgorithmName.SHA1,
        HashAlgo.Sha256 => HashAlgorithmName.SHA256,
        HashAlgo.Sha384 => HashAlgorithmName.SHA384,
        HashAlgo.Sha512 => HashAlgorithmName.SHA512,
        _ => null,
    };
}
