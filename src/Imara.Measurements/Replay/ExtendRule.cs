namespace Imara.Measurements.Replay;

/// <summary>What a bank's PCRs are extended with.</summary>
/// <remarks>docs/reference/measurement-list.md 6, 7.</remarks>
public enum ExtendRule
{
    /// <summary>The template digest in the bank's algorithm.</summary>
    OwnDigest,

    /// <summary>SHA-1 filled up with zero bytes, 0xff bytes for violations: a bank whose algorithm the kernel could not use when it started.</summary>
    PaddedSha1,

    /// <summary>SHA-1 filled up with zero bytes, twenty 0xff bytes filled up likewise for violations: kernels before 5.8.</summary>
    PaddedSha1AndViolation,
}
