using System.Diagnostics.CodeAnalysis;

namespace Imara.Signatures.Keys;

/// <summary>A private key that signs digests. Safe for use by several threads.</summary>
/// <remarks>docs/reference/appraisal.md 2 (Primitive). RSA signs by PKCS#1 v1.5, ECDSA makes X9.62 DER.</remarks>
public abstract class SigningKey : IDisposable
{
    private protected SigningKey(PublicKey publicKey) => PublicKey = publicKey;

    /// <summary>The public half.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>The longest signature in bytes.</summary>
    public int MaxSignatureSize => PublicKey.Kind == KeyKind.Rsa
        ? (PublicKey.Bits + 7) / 8
        : 9 + (2 * (((PublicKey.Bits + 7) / 8) + 1)); // SEQUENCE and two INTEGERs, each header at most three bytes

    /// <summary>Signs a digest as a signature of version 2 or 3 wants it.</summary>
    /// <param name="digest">The digest; its algorithm goes into the DigestInfo of an RSA signature.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="reason">Why there is none: a digest that this kind of key cannot take, or what the platform or the token says.</param>
    public bool TrySign(Digest digest, [NotNullWhen(true)] out byte[]? signature, out string reason)
    {
        if (PublicKey.Takes(digest.Algo))
        {
            return TrySignDigest(digest, out signature, out reason);
        }

        signature = null;
        reason = $"the kernel takes no {HashAlgos.NameOf(digest.Algo)} signature by a key of kind {PublicKey.Kind}";
        return false;
    }

    /// <summary>RSA only: signs bytes that go into the padded block as they are, without a DigestInfo, as version 1 has it.</summary>
    /// <inheritdoc cref="TrySign"/>
    /// <param name="message">At most eleven bytes shorter than the modulus.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="reason">Why there is none.</param>
    public bool TrySignBlock(ReadOnlySpan<byte> message, [NotNullWhen(true)] out byte[]? signature, out string reason)
    {
        if (PublicKey.Kind == KeyKind.Rsa && message.Length <= MaxSignatureSize - Pkcs1.MinPadding)
        {
            return TrySignRsaBlock(message, out signature, out reason);
        }

        signature = null;
        reason = PublicKey.Kind == KeyKind.Rsa ? "a message that is too long for the key" : "only RSA signs without a DigestInfo";
        return false;
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Signs a digest that <see cref="PublicKey"/> takes.</summary>
    private protected abstract bool TrySignDigest(Digest digest, [NotNullWhen(true)] out byte[]? signature, out string reason);

    /// <summary>Signs a message that fits into the block of an RSA key.</summary>
    private protected abstract bool TrySignRsaBlock(ReadOnlySpan<byte> message, [NotNullWhen(true)] out byte[]? signature, out string reason);

    /// <summary>Forgets the key.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
