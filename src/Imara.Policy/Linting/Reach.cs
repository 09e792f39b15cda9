namespace Imara.Policy.Linting;

/// <summary>Which events a rule can match, whatever the files and tasks are.</summary>
internal enum Reach
{
    /// <summary>Those its func and mask name.</summary>
    Events,

    /// <summary>Only changes of attributes, where func and mask do not count (docs/reference/policy.md 4.5).</summary>
    AttributeChanges,

    /// <summary>None.</summary>
    Nothing,
}
