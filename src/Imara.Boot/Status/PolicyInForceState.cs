namespace Imara.Boot.Status;

/// <summary>Where the policy in force comes from.</summary>
public enum PolicyInForceState
{
    /// <summary>It does not show.</summary>
    Unknown,

    /// <summary>Built in: from the command line, the build options and the architecture.</summary>
    Default,

    /// <summary>Loaded in this boot.</summary>
    Custom,
}
