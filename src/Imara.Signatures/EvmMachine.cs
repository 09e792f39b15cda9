namespace Imara.Signatures;

/// <summary>How a kernel lays out the inode fields for EVM.</summary>
/// <remarks>docs/reference/appraisal.md 4.2.</remarks>
public enum EvmMachine
{
    /// <summary>64 bits, little-endian: 24 bytes.</summary>
    LittleEndian64,

    /// <summary>32 bits, little-endian: 20 bytes, of the inode number the lower half.</summary>
    LittleEndian32,

    /// <summary>64 bits, big-endian: 24 bytes.</summary>
    BigEndian64,

    /// <summary>32 bits, big-endian: 20 bytes, of the inode number the lower half.</summary>
    BigEndian32,
}
