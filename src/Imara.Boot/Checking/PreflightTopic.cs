namespace Imara.Boot.Checking;

/// <summary>What a finding of the preflight is about.</summary>
public enum PreflightTopic
{
    /// <summary>A rule, or the policy as a whole.</summary>
    Policy,

    /// <summary>The signature of the policy file.</summary>
    Signature,

    /// <summary>Labels of a security module that rules name.</summary>
    Labels,

    /// <summary>A key that signatures are verified with.</summary>
    Key,

    /// <summary>What loads the policy, and when.</summary>
    Loader,

    /// <summary>A file that init and a login need.</summary>
    InitPath,

    /// <summary>A file that runs now.</summary>
    Running,

    /// <summary>Other files of the system.</summary>
    Tree,
}
