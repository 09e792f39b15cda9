using System.Diagnostics.CodeAnalysis;
using Imara.Signatures.Interop;

namespace Imara.Signatures.Keys;

/// <summary>A private key inside libcrypto: the contexts that sign are made once, which saves a quarter of an ECDSA signature.</summary>
internal sealed class LibCryptoSigningKey : SigningKey
{
    private readonly EvpKey key;

    internal LibCryptoSigningKey(EvpKey key, PublicKey publicKey)
        : base(publicKey) => this.key = key;

    /// <summary>Makes the key; null where <c>libcrypto.so.3</c> is missing or does not take it.</summary>
    public static LibCryptoSigningKey? FromPkcs8(ReadOnlySpan<byte> der, PublicKey publicKey) =>
        EvpKey.FromPkcs8(der, publicKey.Kind) is { } key ? new LibCryptoSigningKey(key, publicKey) : null;

    private protected override bool TrySignDigest(Digest digest, [NotNullWhen(true)] out byte[]? signature, out string reason) =>
        key.TrySign(PublicKey.Kind == KeyKind.Rsa ? Pkcs1.DigestInfo(digest.Algo, digest.Bytes) : digest.Bytes, MaxSignatureSize, out signature, out reason);

    private protected override bool TrySignRsaBlock(ReadOnlySpan<byte> message, [NotNullWhen(true)] out byte[]? signature, out string reason) =>
        key.TrySign(message, MaxSignatureSize, out signature, out reason);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            key.Dispose();
        }
    }
}
