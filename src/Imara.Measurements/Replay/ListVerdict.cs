namespace Imara.Measurements.Replay;

/// <summary>What a list is worth; where several apply, the one that stands last here.</summary>
public enum ListVerdict
{
    /// <summary>Nothing was there to compare with.</summary>
    Unchecked,

    /// <summary>Every entry is in the PCRs, and none is a violation.</summary>
    Proven,

    /// <summary>Every entry is in the PCRs, but the content of some files is unknown.</summary>
    Violations,

    /// <summary>What could be compared agrees, but some entries are not in the PCRs, or their PCR could not be compared.</summary>
    Unproven,

    /// <summary>A PCR is not what the list gives, or a template digest is not what the entry gives.</summary>
    Mismatch,

    /// <summary>The list is no list, or holds what no kernel writes.</summary>
    Malformed,
}
