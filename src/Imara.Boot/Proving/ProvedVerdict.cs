namespace Imara.Boot.Proving;

/// <summary>What a boot proves.</summary>
public enum ProvedVerdict
{
    /// <summary>The system came up under a policy.</summary>
    CameUp,

    /// <summary>The system came up, and no policy was loaded.</summary>
    CameUpWithoutPolicy,

    /// <summary>The system did not come up.</summary>
    DidNotComeUp,

    /// <summary>Neither was seen.</summary>
    CouldNotTell,
}
