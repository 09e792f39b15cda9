using System.Diagnostics.CodeAnalysis;
using Imara.Signatures.Keys;

namespace Imara.Signatures;

/// <summary>Makes values of security.ima and security.evm that hold signatures of version 2 or 3. Safe for use by several threads.</summary>
/// <param name="key">The key.</param>
/// <param name="keyid">Last four bytes of the SKID of the certificate that the kernel has, as a big-endian number.</param>
/// <param name="version">2, or 3 which kernels before 7.1 take for <see cref="ImaXattrType.VeritySignature"/> only. That type always gets 3.</param>
/// <remarks>docs/reference/appraisal.md 2.</remarks>
public sealed class SignatureMaker(SigningKey key, uint keyid, byte version = 2)
{
    /// <summary>The key.</summary>
    public SigningKey Key => key;

    /// <summary>The keyid.</summary>
    public uint KeyId => keyid;

    /// <summary>2 or 3.</summary>
    public byte Version => version;

    /// <summary>Signs.</summary>
    /// <param name="type">03: the digest is that of the content, or of EVM's bound input; 05: of EVM's portable input; 06: of fs-verity.</param>
    /// <param name="digest">The digest.</param>
    /// <param name="value">The value of the attribute.</param>
    /// <param name="reason">As <see cref="SigningKey.TrySign"/>.</param>
    public bool TrySign(ImaXattrType type, Digest digest, [NotNullWhen(true)] out byte[]? value, out string reason)
    {
        var effective = type == ImaXattrType.VeritySignature ? (byte)3 : version;
        value = key.TrySign(effective == 3 ? FileId.Compute(type, digest) : digest, out var signature, out reason)
            ? ImaXattrWriter.WriteSignature(type, effective, digest.Algo, keyid, signature)
            : null;
        return value is not null;
    }

    /// <summary>True if a value is what <see cref="TrySign"/> would make: same type, version, algorithm and keyid, and a good signature by this key. ECDSA has many.</summary>
    /// <param name="value">The value of the attribute; empty if there is none.</param>
    /// <param name="type">As for <see cref="TrySign"/>.</param>
    /// <param name="digest">As for <see cref="TrySign"/>.</param>
    public bool IsRight(ReadOnlySpan<byte> value, ImaXattrType type, Digest digest)
    {
        var effective = type == ImaXattrType.VeritySignature ? (byte)3 : version;
        return SignatureHeader.TryParse(value, out var header, out _)
            && header.Type == type && header.Version == effective && header.KeyId == keyid && header.Algo == digest.Algo
            && key.PublicKey.Verify(digest.Algo, (effective == 3 ? FileId.Compute(type, digest) : digest).Bytes, value[SignatureHeader.Size..]) == Errno.None;
    }
}
