namespace Imara.Runtime;

/// <summary>What a user-space IMA does with what it finds.</summary>
public enum RuntimeMode
{
    /// <summary>Nothing is watched.</summary>
    Off,

    /// <summary>Accesses are measured and audited; appraise rules are not asked.</summary>
    Measure,

    /// <summary>As <see cref="Measure"/>, and what appraisal would refuse is reported; everything is allowed.</summary>
    Log,
}
