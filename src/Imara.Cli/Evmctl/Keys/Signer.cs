using System.Diagnostics.CodeAnalysis;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Cli.Evmctl.Keys;

/// <summary>A private key and how evmctl signs with it. Safe for use by several threads.</summary>
/// <param name="file">The key.</param>
/// <param name="keyid">The keyid of version 2 and 3.</param>
/// <param name="version">1, 2 or 3; signatures of fs-verity digests are of version 3 always.</param>
/// <remarks>docs/reference/appraisal.md 2 and 9.</remarks>
internal sealed class Signer(SigningKeyFile file, uint keyid, byte version) : IDisposable
{
    private readonly SignatureMaker maker = new(file.Key, keyid, version == 3 ? version : (byte)2);
    private readonly SignatureMakerV1 makerV1 = new(file.Key);

    /// <summary>The keyid of version 2 and 3.</summary>
    public uint KeyId => keyid;

    /// <summary>Signs a digest, in the version that was asked for.</summary>
    /// <param name="type">03, 05 or 06.</param>
    /// <param name="digest">The digest.</param>
    /// <param name="value">The value of the attribute.</param>
    /// <param name="reason">Why there is none.</param>
    public bool TrySign(ImaXattrType type, Digest digest, [NotNullWhen(true)] out byte[]? value, out string reason)
    {
        if (version == 1 && type == ImaXattrType.Signature)
        {
            return makerV1.TrySign(digest, (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds(), out value, out reason);
        }

        if (version == 1)
        {
            value = null;
            reason = "--rsa signs content and inode-bound metadata only";
            return false;
        }

        return maker.TrySign(type, digest, out value, out reason);
    }

    /// <summary>Signs a digest as `--immutable` does: the header says version 3, and the digest itself is signed.</summary>
    public bool TrySignImmutable(Digest digest, [NotNullWhen(true)] out byte[]? value, out string reason)
    {
        value = file.Key.TrySign(digest, out var signature, out reason)
            ? ImaXattrWriter.WriteSignature(ImaXattrType.Signature, 3, digest.Algo, keyid, signature)
            : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
