namespace Imara.Engine.Evm;

/// <summary>The number in <c>/sys/kernel/security/evm</c>.</summary>
/// <remarks>docs/reference/appraisal.md 4.3.</remarks>
[Flags]
public enum EvmModes : uint
{
    /// <summary>EVM is off.</summary>
    None = 0,

    /// <summary>HMACs are verified and written.</summary>
    Hmac = 1,

    /// <summary>Signatures are verified.</summary>
    X509 = 2,

    /// <summary>Metadata may be written although verification would forbid it.</summary>
    AllowMetadataWrites = 4,

    /// <summary>Portable signatures must be of version 3; since 7.1.</summary>
    RequireV3 = 8,

    /// <summary>No further changes.</summary>
    SetupComplete = 0x80000000,
}
