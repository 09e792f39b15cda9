namespace Imara.Boot.Loading;

/// <summary>What became of a load: is this policy in force now?</summary>
public enum LoadState
{
    /// <summary>Yes.</summary>
    Loaded,

    /// <summary>No: our check or the kernel refused it, or another policy is in force.</summary>
    Refused,

    /// <summary>No: there is no policy file.</summary>
    Missing,

    /// <summary>No: the policy file cannot be read.</summary>
    Unreadable,

    /// <summary>No: the kernel has no IMA, or securityfs is not mounted.</summary>
    Unavailable,

    /// <summary>It is in force and wants signatures, and the kernel refuses what is signed by the keys that were loaded.</summary>
    Denying,

    /// <summary>It is in force and wants signatures, and no signature was seen to pass.</summary>
    Unproven,

    /// <summary>Nobody can tell: the kernel does not say which policy is in force.</summary>
    Uncertain,
}
