namespace Imara.Measurements.Replay;

/// <summary>How the value of a PCR relates to the list.</summary>
public enum PcrMatch
{
    /// <summary>There is no value to compare with.</summary>
    NotCompared,

    /// <summary>The whole list gives the value.</summary>
    Full,

    /// <summary>The list up to some entry gives the value.</summary>
    Prefix,

    /// <summary>No prefix of the list gives the value.</summary>
    None,
}
