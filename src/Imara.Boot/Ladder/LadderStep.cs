namespace Imara.Boot.Ladder;

/// <summary>The steps on the way to enforcement.</summary>
public enum LadderStep
{
    /// <summary>The ladder has not been entered.</summary>
    None,

    /// <summary>The policy is loaded at boot, and appraisal is off: it only measures.</summary>
    Measure,

    /// <summary>Appraisal logs what it would refuse.</summary>
    Log,

    /// <summary>One boot entry enforces, and is booted once; all others log.</summary>
    Trial,

    /// <summary>Every boot enforces, but for one entry that logs.</summary>
    Enforce,
}
