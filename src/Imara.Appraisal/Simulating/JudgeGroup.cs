namespace Imara.Appraisal.Simulating;

/// <summary>Questions that appraisal answers alike, so that one answer will do.</summary>
/// <param name="first">The first of them.</param>
internal sealed class JudgeGroup(PlannedAccess first)
{
    /// <summary>The first of them, which is judged.</summary>
    public PlannedAccess First => first;

    /// <summary>The answer for files without security.ima, where it depends on nothing else; null until it was needed.</summary>
    public AccessVerdict? WithoutLabel { get; set; }

    /// <summary>The answer on file systems without extended attributes.</summary>
    public AccessVerdict? WithoutXattrs { get; set; }
}
