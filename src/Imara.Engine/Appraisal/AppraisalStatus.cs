namespace Imara.Engine.Appraisal;

/// <summary>The outcome of appraising a file.</summary>
public enum AppraisalStatus
{
    /// <summary>Good.</summary>
    Pass,

    /// <summary>There is no label.</summary>
    NoLabel,

    /// <summary>Bad.</summary>
    Fail,

    /// <summary>Could not be told; denied like a bad one.</summary>
    Unknown,
}
