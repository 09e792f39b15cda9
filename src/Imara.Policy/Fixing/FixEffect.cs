namespace Imara.Policy.Fixing;

/// <summary>What a fix does to the rule on its line; nothing else may change.</summary>
public enum FixEffect
{
    /// <summary>The kernel keeps the rule it had, or one that differs only in what it does not look at.</summary>
    KeepsRule,

    /// <summary>The rule goes; it never decided anything.</summary>
    RemovesRule,

    /// <summary>A line the kernel refuses may become the rule it was meant to be.</summary>
    RepairsRule,
}
