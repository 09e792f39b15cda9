namespace Imara.Measurements.Replay;

/// <summary>How a boot aggregate relates to what the firmware measured.</summary>
public enum AggregateVerdict
{
    /// <summary>Nothing that was given can tell.</summary>
    Unchecked,

    /// <summary>It is the aggregate of the firmware's log, or of the PCRs.</summary>
    Matches,

    /// <summary>The firmware's log, which is whole, gives another one, and so do the PCRs as far as they are known.</summary>
    Differs,
}
