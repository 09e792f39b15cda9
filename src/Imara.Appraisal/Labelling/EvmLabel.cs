namespace Imara.Appraisal.Labelling;

/// <summary>What is written to security.evm.</summary>
/// <remarks>docs/reference/appraisal.md 4.</remarks>
public enum EvmLabel
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A portable signature (type 05): over attributes, owner, group and mode.</summary>
    Portable,

    /// <summary>A signature (type 03) that also covers inode number, generation and the file system's UUID, so that it dies with a copy.</summary>
    Bound,

    /// <summary>An HMAC (type 02) by the machine's <c>evm-key</c>; kernels write it themselves, and refuse it from others.</summary>
    Hmac,
}
