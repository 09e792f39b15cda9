namespace Imara.Boot.Audit;

/// <summary>What came of reading a log.</summary>
public enum AuditLogEnd
{
    /// <summary>It was read to its end.</summary>
    Whole,

    /// <summary>Reading stopped before the end.</summary>
    CutShort,

    /// <summary>It has lines, and none of them has the form of a log that is known here.</summary>
    NoLog,

    /// <summary>It holds nothing at all.</summary>
    Empty,
}
