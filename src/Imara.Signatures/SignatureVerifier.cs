using Imara.Hashing;
using Imara.Signatures.Keys;

namespace Imara.Signatures;

/// <summary>Verifies signatures in security.ima and security.evm as a kernel with these keys does. Safe for use by several threads.</summary>
/// <param name="keyring"><c>.ima</c> for security.ima, <c>.evm</c> for security.evm.</param>
/// <remarks>docs/reference/appraisal.md 2.</remarks>
public sealed class SignatureVerifier(Keyring keyring)
{
    /// <summary>True for kernels that know version 3 for types 03 and 05: 7.1 and later. Type 06 always needs it.</summary>
    public bool V3ForFiles { get; init; }

    /// <summary>True for kernels that know the ids of SHA-3: 6.7 and later.</summary>
    public bool Sha3 { get; init; } = true;

    /// <summary>The ways to sign that the kernel knows; a key of another is there and of no use.</summary>
    public SignatureSchemes Schemes { get; init; } = SignatureSchemes.All;

    /// <summary>How far a signature is looked at.</summary>
    public SignatureDepth Depth { get; init; }

    /// <summary>Keys whose signatures are refused (<c>.ima_blacklist</c>).</summary>
    public Keyring? Blacklist { get; init; }

    /// <summary>Verifies the signature in an xattr value.</summary>
    /// <param name="value">The whole value, any bytes.</param>
    /// <param name="digest">
    /// By the header's algorithm: for security.ima the digest of the content, or the fs-verity digest for type 06; for security.evm
    /// <see cref="EvmDigest.Compute"/>. For version 1 by the algorithm of <c>ima_hash=</c>.
    /// </param>
    public SignatureVerdict Verify(ReadOnlySpan<byte> value, Digest digest)
    {
        if (value.Length < 2)
        {
            return new SignatureVerdict(SignatureStatus.Malformed, Errno.EINVAL);
        }

        var type = (ImaXattrType)value[0];
        if (type is not (ImaXattrType.Signature or ImaXattrType.EvmPortableSignature or ImaXattrType.VeritySignature))
        {
            return new SignatureVerdict(SignatureStatus.NotASignature, Errno.EINVAL);
        }

        return (type, value[1]) switch
        {
            (ImaXattrType.VeritySignature, not 3) => new SignatureVerdict(SignatureStatus.WrongVersion, Errno.EINVAL),
            (not ImaXattrType.VeritySignature, >= 3) when !V3ForFiles => new SignatureVerdict(SignatureStatus.WrongVersion, Errno.EINVAL),
            (ImaXattrType.Signature, 1) => VerifyVersion1(value, digest),
            (_, 2 or 3) => VerifyAsymmetric(value, digest),
            _ => new SignatureVerdict(SignatureStatus.UnsupportedVersion, Errno.EOPNOTSUPP),
        };
    }

    private SignatureVerdict VerifyAsymmetric(ReadOnlySpan<byte> value, Digest digest)
    {
        if (!SignatureHeader.TryParse(value, out var header, out _))
        {
            return new SignatureVerdict(SignatureStatus.Malformed, Errno.EBADMSG);
        }

        if (header.Algo is not { } algo || (!Sha3 && algo >= HashAlgo.Sha3_256))
        {
            return new SignatureVerdict(SignatureStatus.UnsupportedAlgo, Errno.ENOPKG);
        }

        if (Blacklist?.Find(header.KeyId).FirstOrDefault() is { } revoked)
        {
            return new SignatureVerdict(SignatureStatus.RevokedKey, Errno.EKEYREJECTED, revoked);
        }

        if (Depth == SignatureDepth.Form)
        {
            return SignatureVerdict.Of(Errno.None);
        }

        var verdict = SignatureVerdict.Of(Errno.ENOKEY);
        foreach (var entry in keyring.Find(header.KeyId))
        {
            if ((entry.Key.Scheme & Schemes) == 0)
            {
                verdict = SignatureVerdict.Of(Errno.ENOPKG, entry);
                continue;
            }

            if (Depth == SignatureDepth.Key)
            {
                return SignatureVerdict.Of(Errno.None, entry);
            }

            if (algo != digest.Algo)
            {
                return SignatureVerdict.Of(Errno.EINVAL, entry);
            }

            var signed = header.Version == 3 ? FileId.Compute(header.Type, digest) : digest;
            verdict = SignatureVerdict.Of(entry.Key.Verify(algo, signed.Bytes, value[SignatureHeader.Size..]), entry);
            if (verdict.IsGood)
            {
                break;
            }
        }

        return verdict;
    }

    private SignatureVerdict VerifyVersion1(ReadOnlySpan<byte> value, Digest digest)
    {
        if (!SignatureHeaderV1.TryParse(value, out var header, out _))
        {
            return new SignatureVerdict(SignatureStatus.Malformed, Errno.EINVAL);
        }

        if (header.KeyAlgo != 0)
        {
            return new SignatureVerdict(SignatureStatus.Rejected, Errno.EOPNOTSUPP);
        }

        if (Depth == SignatureDepth.Form)
        {
            return SignatureVerdict.Of(Errno.None);
        }

        if (keyring.FindVersion1(header.KeyId) is not { } key)
        {
            return SignatureVerdict.Of(Errno.ENOKEY);
        }

        if (Depth == SignatureDepth.Key)
        {
            return SignatureVerdict.Of(Errno.None);
        }

        // The digest goes into the padded block as it is, without a DigestInfo.
        var signed = KernelHash.Compute(HashAlgo.Sha1, [.. digest.Bytes, .. value[SignatureHeaderV1.SignedPart]]).Bytes;
        return SignatureVerdict.Of(key.VerifyBlock(signed, value[SignatureHeaderV1.Size..]));
    }
}
