namespace Imara.Boot.CommandLine;

/// <summary>Whether the firmware checks what it boots.</summary>
public enum SecureBootState
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>The machine was not booted by EFI: there is no Secure Boot.</summary>
    NoEfi,

    /// <summary>Off.</summary>
    Off,

    /// <summary>On.</summary>
    On,
}
