using System.Collections.Concurrent;
using System.Security.Cryptography;
using Imara.Hashing;
using Imara.Signatures.Asn1;
using Imara.Signatures.Interop;

namespace Imara.Signatures.Keys;

/// <summary>An ECDSA public key over P-192, P-256, P-384 or P-521.</summary>
/// <remarks>docs/reference/appraisal.md 2 (Primitive).</remarks>
public sealed class EcdsaKey : PublicKey
{
    private readonly NistCurve curve;

    // One framework object serves one thread at a time.
    private readonly ConcurrentBag<ECDsa> idle = [];

    internal EcdsaKey(NistCurve curve, ReadOnlySpan<byte> point)
        : base(KeyKind.Ecdsa, curve.Bits, point) => this.curve = curve;

    // [measured] 6.12 refuses md5, rmd160 and sm3 with ECDSA.
    /// <inheritdoc/>
    internal override bool Takes(HashAlgo algo) => algo is HashAlgo.Sha1 or HashAlgo.Sha224 or HashAlgo.Sha256 or HashAlgo.Sha384 or HashAlgo.Sha512
        or HashAlgo.Sha3_256 or HashAlgo.Sha3_384 or HashAlgo.Sha3_512;

    /// <inheritdoc/>
    public override bool IsVerifiable(out string reason)
    {
        reason = LibCrypto.IsAvailable || CryptoLibrary.ServesFramework ? string.Empty : $"ECDSA signatures cannot be verified here: {LibCrypto.Problem}";
        return reason.Length == 0;
    }

    /// <inheritdoc/>
    internal override byte[] WriteSpki() =>
        DerWriter.Spki(DerWriter.Algorithm(Oids.EcPublicKey, DerWriter.Element(DerTag.ObjectIdentifier, curve.EncodedOid)), KeyBits);

    /// <inheritdoc/>
    internal override bool IsSameAs(PublicKey other) => other is EcdsaKey && other.KeyBits.SequenceEqual(KeyBits);

    /// <inheritdoc/>
    public override Errno Verify(HashAlgo algo, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        if (!Takes(algo))
        {
            return Errno.ENOPKG;
        }

        if (digest.Length != HashAlgos.DigestSize(algo))
        {
            return Errno.EINVAL;
        }

        Span<byte> pair = stackalloc byte[2 * curve.FieldBytes];
        pair.Clear();
        if (!TryReadPair(signature, pair))
        {
            return Errno.EBADMSG;
        }

        return Evp is { } evp
            ? VerifyByLibCrypto(evp, digest, pair)
            : VerifyByFramework(digest, pair);
    }

    private Errno VerifyByLibCrypto(EvpKey evp, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> pair)
    {
        byte[] signature = DerWriter.Element(
            DerTag.Sequence, [.. DerWriter.Number(pair[..curve.FieldBytes]), .. DerWriter.Number(pair[curve.FieldBytes..])]);
        return evp.Verify(digest, signature) switch
        {
            true => Errno.None,
            false => Errno.EKEYREJECTED,
            null => VerifyByFramework(digest, pair),
        };
    }

    /// <summary>The reference for libcrypto, and the way without it.</summary>
    internal Errno VerifyByFramework(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> pair)
    {
        CryptoLibrary.RequireFramework();
        try
        {
            if (!idle.TryTake(out var key))
            {
                key = Create();
            }

            var good = key.VerifyHash(digest, pair, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            idle.Add(key);
            return good ? Errno.None : Errno.EKEYREJECTED;
        }
        catch (CryptographicException)
        {
            // A point that is not on the curve.
            return Errno.EINVAL;
        }
        catch (PlatformNotSupportedException)
        {
            // Some distributions build libcrypto without P-192.
            return Errno.ENOPKG;
        }
    }

    private bool TryReadPair(ReadOnlySpan<byte> signature, Span<byte> pair)
    {
        FormatError error = default;
        var reader = new DerReader(signature, ref error);
        return reader.TryEnter(DerTag.Sequence, out var inner)
            && reader.TryEnd()
            && TryReadNumber(ref inner, pair[..curve.FieldBytes])
            && TryReadNumber(ref inner, pair[curve.FieldBytes..])
            && inner.TryEnd();
    }

    private bool TryReadNumber(ref DerReader reader, Span<byte> destination)
    {
        if (!reader.TryRead(DerTag.Integer, out var element) || element.Length == 0 || element.Length > curve.DigitBytes + 1)
        {
            return false;
        }

        // Numbers count as unsigned; only a byte beyond the digits has to be the zero that keeps them positive.
        var number = reader.Of(element);
        if (number.Length > curve.DigitBytes && number[0] != 0)
        {
            return false;
        }

        number = number.TrimStart((byte)0);
        if (number.Length > destination.Length)
        {
            return false;
        }

        number.CopyTo(destination[^number.Length..]);
        return true;
    }

    private ECDsa Create() => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.CreateFromOid(new Oid(curve.Oid)),
        Q = new ECPoint { X = KeyBits.Slice(1, curve.FieldBytes).ToArray(), Y = KeyBits[(1 + curve.FieldBytes)..].ToArray() },
    });
}
