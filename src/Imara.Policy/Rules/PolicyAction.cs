namespace Imara.Policy.Rules;

/// <summary>The action of a rule.</summary>
/// <remarks>docs/reference/policy.md 2.1.</remarks>
public enum PolicyAction
{
    /// <summary><c>measure</c></summary>
    Measure,

    /// <summary><c>dont_measure</c></summary>
    DontMeasure,

    /// <summary><c>appraise</c></summary>
    Appraise,

    /// <summary><c>dont_appraise</c></summary>
    DontAppraise,

    /// <summary><c>audit</c></summary>
    Audit,

    /// <summary><c>dont_audit</c>, since 6.19</summary>
    DontAudit,

    /// <summary><c>hash</c></summary>
    Hash,

    /// <summary><c>dont_hash</c></summary>
    DontHash,
}
