namespace Imara.Boot.Audit;

/// <summary>What became of an access.</summary>
public enum AuditVerdict
{
    /// <summary>It was denied.</summary>
    Denied,

    /// <summary>It was allowed, and would be denied in mode enforce.</summary>
    WouldBeDenied,

    /// <summary>Appraisal refused it; whether it was denied depends on the mode of that boot, which is not known.</summary>
    Refused,

    /// <summary>It went on, and its measurement says nothing or is missing.</summary>
    Unmeasured,

    /// <summary>Nothing failed.</summary>
    Information,
}
