using Imara.Signatures;

namespace Imara.Appraisal.Labelling;

/// <summary>What signing writes.</summary>
public sealed record SignPlan
{
    /// <summary>security.ima.</summary>
    public ImaLabel Ima { get; init; }

    /// <summary>security.evm.</summary>
    public EvmLabel Evm { get; init; }

    /// <summary>The algorithm of the content digest and of EVM's; fs-verity digests have their own.</summary>
    public HashAlgo Algo { get; init; } = HashAlgo.Sha256;

    /// <summary>Makes the signatures; null for plans without any.</summary>
    public SignatureMaker? Maker { get; init; }

    /// <summary>The key of version 1 signatures of the content; null: version 2 or 3 by <see cref="Maker"/>.</summary>
    public Func<Digest, (byte[]? Value, string Reason)>? Version1 { get; init; }

    /// <summary>The decrypted EVM key for <see cref="EvmLabel.Hmac"/>, at most 128 bytes.</summary>
    public ReadOnlyMemory<byte> HmacKey { get; init; }

    /// <summary>The attributes EVM protects.</summary>
    public ProtectedXattrs Protected { get; init; } = ProtectedXattrs.Default;

    /// <summary>UUID for bound labels instead of that of the file system: 16 bytes, or none at all for kernels without CONFIG_EVM_ATTR_FSUUID; null: the file system's.</summary>
    public ReadOnlyMemory<byte>? FsUuid { get; init; }

    /// <summary>Hash algorithm of fs-verity where it is computed here.</summary>
    public VerityAlgo VerityAlgo { get; init; } = VerityAlgo.Sha256;

    /// <summary>Block size of fs-verity where it is computed here, in bytes.</summary>
    public int VerityBlockSize { get; init; } = VerityDigest.DefaultBlockSize;

    /// <summary>Salt of fs-verity where it is computed here, at most 32 bytes.</summary>
    public ReadOnlyMemory<byte> VeritySalt { get; init; }

    /// <summary>Sign again what is signed right already.</summary>
    public bool Force { get; init; }
}
