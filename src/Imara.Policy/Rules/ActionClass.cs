namespace Imara.Policy.Rules;

/// <summary>What an action is about: a rule and its <c>dont_</c> twin belong to one class, and the first match in a class ends it.</summary>
/// <remarks>docs/reference/policy.md, introduction and 4.3. The values are single bits so that classes form a set.</remarks>
[Flags]
public enum ActionClass : byte
{
    /// <summary>No class.</summary>
    None = 0,

    /// <summary>measure, dont_measure</summary>
    Measure = 1,

    /// <summary>appraise, dont_appraise</summary>
    Appraise = 2,

    /// <summary>audit, dont_audit</summary>
    Audit = 4,

    /// <summary>hash, dont_hash</summary>
    Hash = 8,

    /// <summary>All four.</summary>
    All = Measure | Appraise | Audit | Hash,
}
