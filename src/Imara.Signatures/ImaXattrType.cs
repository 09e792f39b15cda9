namespace Imara.Signatures;

/// <summary>First byte of security.ima and security.evm.</summary>
/// <remarks>docs/reference/appraisal.md 1. Other numbers are unknown to the kernel.</remarks>
public enum ImaXattrType : byte
{
    /// <summary>security.ima: a bare SHA-1 or MD5 digest.</summary>
    Digest = 0x01,

    /// <summary>security.evm: HMAC-SHA1.</summary>
    EvmHmac = 0x02,

    /// <summary>A signature; in security.evm one that is not portable.</summary>
    Signature = 0x03,

    /// <summary>security.ima: algorithm id and digest.</summary>
    DigestNg = 0x04,

    /// <summary>security.evm: a portable signature.</summary>
    EvmPortableSignature = 0x05,

    /// <summary>security.ima: a signature over the fs-verity digest.</summary>
    VeritySignature = 0x06,
}
