using Imara.Hashing;
using Imara.Signatures.Asn1;
using Imara.Signatures.Interop;

namespace Imara.Signatures.Keys;

/// <summary>A public key that the kernel's verifier knows; safe for use by several threads.</summary>
/// <remarks>docs/reference/appraisal.md 2 (Primitive). Crypto is loaded by the first verification, not by reading a key.</remarks>
public abstract class PublicKey
{
    private readonly byte[] keyBits;
    private readonly Lazy<EvpKey?> evp;

    private protected PublicKey(KeyKind kind, int bits, ReadOnlySpan<byte> keyBits)
    {
        evp = new Lazy<EvpKey?>(() => EvpKey.FromSpki(WriteSpki(), Kind));
        Kind = kind;
        Bits = bits;
        this.keyBits = keyBits.ToArray();
    }

    /// <summary>What the key is.</summary>
    public KeyKind Kind { get; }

    /// <summary>The one way to sign that its signatures use.</summary>
    public SignatureSchemes Scheme => (Kind, Bits) switch
    {
        (KeyKind.Rsa, _) => SignatureSchemes.Rsa,
        (_, 192) => SignatureSchemes.EcdsaP192,
        (_, 256) => SignatureSchemes.EcdsaP256,
        (_, 384) => SignatureSchemes.EcdsaP384,
        _ => SignatureSchemes.EcdsaP521,
    };

    /// <summary>Size of the modulus or of the curve's field, in bits.</summary>
    public int Bits { get; }

    /// <summary>The content of subjectPublicKey: the PKCS#1 RSAPublicKey, or the uncompressed point.</summary>
    public ReadOnlySpan<byte> KeyBits => keyBits;

    /// <summary>The subject key identifier made the common way: SHA-1 of <see cref="KeyBits"/>, 20 bytes.</summary>
    /// <remarks>docs/reference/appraisal.md 2 (keyid).</remarks>
    public byte[] ComputeSkid() => KernelHash.Compute(HashAlgo.Sha1, keyBits).Bytes.ToArray();

    /// <summary>The same key in libcrypto, made by the first verification; null where that is missing or does not take it.</summary>
    private protected EvpKey? Evp => evp.Value;

    /// <summary>True if this system has what verifying takes; RSA takes nothing.</summary>
    /// <param name="reason">Which library is missing, if not.</param>
    public virtual bool IsVerifiable(out string reason)
    {
        reason = string.Empty;
        return true;
    }

    /// <summary>True if the kernel takes signatures over digests of this algorithm by keys of this kind.</summary>
    internal abstract bool Takes(HashAlgo algo);

    /// <summary>The SubjectPublicKeyInfo (DER).</summary>
    internal abstract byte[] WriteSpki();

    /// <summary>True if both are the same key, whatever their encodings.</summary>
    internal abstract bool IsSameAs(PublicKey other);

    /// <summary>Checks a signature over a digest.</summary>
    /// <param name="algo">The algorithm that the signature names.</param>
    /// <param name="digest">The signed digest.</param>
    /// <param name="signature">RSA: as long as the modulus. ECDSA: DER sequence of r and s.</param>
    /// <returns>
    /// <see cref="Errno.None"/> good; <see cref="Errno.EKEYREJECTED"/> bad; <see cref="Errno.EINVAL"/> or <see cref="Errno.EBADMSG"/>
    /// not a signature of this key's shape; <see cref="Errno.ENOPKG"/> the kernel does not take this algorithm with this kind of key.
    /// </returns>
    public abstract Errno Verify(HashAlgo algo, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature);

    /// <summary>Reads a SubjectPublicKeyInfo (DER).</summary>
    /// <returns>False if it is malformed or of a kind that <see cref="KeyKind"/> lacks.</returns>
    public static bool TryParseSpki(ReadOnlySpan<byte> der, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PublicKey? key, out FormatError error)
    {
        error = default;
        key = null;
        var reader = new DerReader(der, ref error);
        return reader.TryRead(DerTag.Sequence, out var info)
            && reader.TryEnd()
            && TryReadSpki(reader.Enter(info), out key)
            && (key is not null || reader.Fail(info.Start, "a kind of public key that is not supported"));
    }

    /// <summary>Reads the inside of a SubjectPublicKeyInfo; the key is null if its kind is not supported.</summary>
    internal static bool TryReadSpki(DerReader info, out PublicKey? key)
    {
        key = null;
        if (!info.TryEnter(DerTag.Sequence, out var algorithm)
            || !algorithm.TryRead(DerTag.ObjectIdentifier, out var oid)
            || !info.TryRead(DerTag.BitString, out var bits))
        {
            return false;
        }

        if (bits.Length < 2 || info.Of(bits)[0] != 0)
        {
            return info.Fail(bits.Start, "a public key that is not a whole number of bytes");
        }

        if (algorithm.Of(oid).SequenceEqual(Oids.RsaEncryption))
        {
            var read = RsaKey.TryReadPkcs1(info.Enter(bits, skip: 1), info.Of(bits)[1..], out var rsa);
            key = rsa;
            return read;
        }

        if (!algorithm.Of(oid).SequenceEqual(Oids.EcPublicKey) || !algorithm.NextIs(DerTag.ObjectIdentifier))
        {
            return true;
        }

        if (!algorithm.TryRead(DerTag.ObjectIdentifier, out var curveOid))
        {
            return false;
        }

        if (NistCurve.Find(algorithm.Of(curveOid)) is not { } curve)
        {
            return true;
        }

        var point = info.Of(bits)[1..];
        if (point.Length != 1 + (2 * curve.FieldBytes) || point[0] != 4)
        {
            return info.Fail(bits.Start + 1, "a point that is not uncompressed or not of the curve's size");
        }

        key = new EcdsaKey(curve, point);
        return true;
    }
}
