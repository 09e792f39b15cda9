using System.Diagnostics.CodeAnalysis;
using Imara.Hashing;
using Imara.Signatures.Keys;

namespace Imara.Signatures;

/// <summary>Makes values of security.ima that hold signatures of version 1: RSA only, deprecated. Safe for use by several threads.</summary>
/// <param name="key">The key; the kernel finds its public half as a <c>user</c> key, see <see cref="KeyBlobV1"/>.</param>
/// <remarks>docs/reference/appraisal.md 2 (v1).</remarks>
public sealed class SignatureMakerV1(SigningKey key)
{
    /// <summary>The key.</summary>
    public SigningKey Key => key;

    /// <summary>Signs the digest of a file's content.</summary>
    /// <param name="digest">SHA-1 or SHA-256, the only ones that have a number in the header.</param>
    /// <param name="timestamp">Seconds since 1970; part of what is signed, and looked at by nobody.</param>
    /// <param name="value">The value of the attribute.</param>
    /// <param name="reason">Why there is none: another kind of key or digest, or what the platform or the token says.</param>
    public bool TrySign(Digest digest, uint timestamp, [NotNullWhen(true)] out byte[]? value, out string reason)
    {
        value = null;
        if (key.PublicKey is not RsaKey rsa)
        {
            reason = "a signature of version 1 needs an RSA key";
            return false;
        }

        if (digest.Algo is not (HashAlgo.Sha1 or HashAlgo.Sha256))
        {
            reason = $"a signature of version 1 takes sha1 and sha256, not {HashAlgos.NameOf(digest.Algo)}";
            return false;
        }

        var header = new SignatureHeaderV1(
            timestamp, KeyAlgo: 0, Hash: digest.Algo == HashAlgo.Sha1 ? (byte)0 : (byte)1, KeyBlobV1.KeyId(rsa), Numbers: 1, (ushort)(8 * rsa.Modulus.Length));
        var start = new byte[SignatureHeaderV1.Size];
        header.Write(start);
        if (key.TrySignBlock(KernelHash.Compute(HashAlgo.Sha1, [.. digest.Bytes, .. start[SignatureHeaderV1.SignedPart]]).Bytes, out var signature, out reason))
        {
            value = [.. start, .. signature];
        }

        return value is not null;
    }
}
