namespace Imara.Boot.Installing;

/// <summary>What is done with one file.</summary>
public enum StepKind
{
    /// <summary>It is new.</summary>
    Create,

    /// <summary>It takes the place of another one.</summary>
    Replace,

    /// <summary>It is there already.</summary>
    Keep,

    /// <summary>It goes.</summary>
    Remove,

    /// <summary>Nothing: somebody else made it, or changed it.</summary>
    Refuse,
}
