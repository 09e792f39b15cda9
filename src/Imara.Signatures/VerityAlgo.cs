namespace Imara.Signatures;

/// <summary>fs-verity's own numbers for its hash algorithms; IMA uses those of <see cref="HashAlgo"/> for the same digests.</summary>
/// <remarks>docs/reference/appraisal.md 3.</remarks>
public enum VerityAlgo : byte
{
    /// <summary>SHA-256.</summary>
    Sha256 = 1,

    /// <summary>SHA-512.</summary>
    Sha512 = 2,
}
