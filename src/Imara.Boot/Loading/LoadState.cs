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

    /// <summary>Nobody can tell: the kernel does not say which policy is in force.</summary>
    Uncertain,
}
