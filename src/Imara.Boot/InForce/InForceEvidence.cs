namespace Imara.Boot.InForce;

/// <summary>What an answer rests on.</summary>
public enum InForceEvidence
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The kernel reads its policy back.</summary>
    ReadBack,

    /// <summary>The text was recorded when it was loaded, and no other can have been loaded since.</summary>
    Record,

    /// <summary>PID 1 loaded the policy at this path, the kernel confirmed it, and the file did not change since.</summary>
    Announcement,

    /// <summary>The kernel's policy file still waits for a policy.</summary>
    OpenFile,
}
