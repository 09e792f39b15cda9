namespace Imara.Boot.Ladder;

/// <summary>What has to be found out about a machine before a step is decided.</summary>
[Flags]
public enum LadderNeeds
{
    /// <summary>Nothing: the step goes down, or stays.</summary>
    None = 0,

    /// <summary>Whether the kernel takes the policy.</summary>
    Policy = 1,

    /// <summary>What the policy would refuse.</summary>
    Simulation = 2,

    /// <summary>What audit records of this boot tell.</summary>
    Audit = 4,
}
