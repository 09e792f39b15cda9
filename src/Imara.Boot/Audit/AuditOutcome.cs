namespace Imara.Boot.Audit;

/// <summary>What a record says happened.</summary>
public enum AuditOutcome
{
    /// <summary>Nothing failed.</summary>
    Information,

    /// <summary>A measurement says nothing, or was not made; the access went on.</summary>
    Unmeasured,

    /// <summary>Refused by appraisal: denied in mode enforce, only logged in modes log and fix.</summary>
    Refused,

    /// <summary>Denied in every mode.</summary>
    Denied,
}
