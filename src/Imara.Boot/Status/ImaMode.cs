namespace Imara.Boot.Status;

/// <summary>What IMA does with files.</summary>
/// <remarks>docs/reference/boot.md 5, the proposal of 2012 mapped to today.</remarks>
public enum ImaMode
{
    /// <summary>The rules in force cannot be read.</summary>
    UnknownRules,

    /// <summary>No rule measures or appraises.</summary>
    Disabled,

    /// <summary>Files are measured and none is denied.</summary>
    Measure,

    /// <summary>Files that fail appraisal are logged.</summary>
    AppraiseLog,

    /// <summary>Files that fail appraisal get new labels.</summary>
    AppraiseFix,

    /// <summary>Files that fail appraisal are denied.</summary>
    AppraiseEnforce,
}
