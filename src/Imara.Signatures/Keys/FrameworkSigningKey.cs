using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Imara.Failures;
using Imara.Hashing;

namespace Imara.Signatures.Keys;

/// <summary>A private key behind the framework's classes: keys of tokens, and the reference for the faster way.</summary>
internal sealed class FrameworkSigningKey : SigningKey
{
    private readonly AsymmetricAlgorithm key;
    private readonly Lock gate = new();

    public FrameworkSigningKey(AsymmetricAlgorithm key, PublicKey publicKey)
        : base(publicKey) => this.key = key;

    private protected override bool TrySignDigest(Digest digest, [NotNullWhen(true)] out byte[]? signature, out string reason)
    {
        signature = null;
        reason = string.Empty;
        try
        {
            // One framework object serves one thread at a time.
            lock (gate)
            {
                if (key is ECDsa ecdsa)
                {
                    signature = ecdsa.SignHash(digest.Bytes, DSASignatureFormat.Rfc3279DerSequence);
                }
                else if (FrameworkName(digest.Algo) is { } name)
                {
                    signature = ((RSA)key).SignHash(digest.Bytes, name, RSASignaturePadding.Pkcs1);
                }
                else
                {
                    reason = $"without {CryptoLibrary.FileName}, or with a key of a token, {HashAlgos.NameOf(digest.Algo)} digests are not signed";
                }
            }
        }
        catch (Exception error) when (error is CryptographicException or PlatformNotSupportedException)
        {
            reason = ForeignText.OfLibrary(error);
        }

        return signature is not null;
    }

    private protected override bool TrySignRsaBlock(ReadOnlySpan<byte> message, [NotNullWhen(true)] out byte[]? signature, out string reason)
    {
        signature = null;
        reason = "this key does not sign without a DigestInfo: version 1 needs a key file and libcrypto.so.3";
        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            key.Dispose();
        }
    }

    private static HashAlgorithmName? FrameworkName(HashAlgo algo) => algo switch
    {
        HashAlgo.Md5 => HashAlgorithmName.MD5,
        HashAlgo.Sha1 => HashAlgorithmName.SHA1,
        HashAlgo.Sha256 => HashAlgorithmName.SHA256,
        HashAlgo.Sha384 => HashAlgorithmName.SHA384,
        HashAlgo.Sha512 => HashAlgorithmName.SHA512,
        HashAlgo.Sha3_256 => HashAlgorithmName.SHA3_256,
        HashAlgo.Sha3_384 => HashAlgorithmName.SHA3_384,
        HashAlgo.Sha3_512 => HashAlgorithmName.SHA3_512,
        _ => null,
    };
}
