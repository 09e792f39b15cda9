namespace Imara.Boot.InForce;

/// <summary>Whether a policy is the one in force.</summary>
public enum InForceAnswer
{
    /// <summary>It is.</summary>
    This,

    /// <summary>Another one is, or none was loaded.</summary>
    Other,

    /// <summary>Nobody can tell.</summary>
    Uncertain,
}
