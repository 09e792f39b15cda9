namespace Imara.Boot.Status;

/// <summary>What a finding means for the answer.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>Something is wrong.</summary>
    Error,

    /// <summary>Something could not be told.</summary>
    Unknown,
}
