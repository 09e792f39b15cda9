namespace Imara.Boot.Checking;

/// <summary>What loading a policy would come to; the worse ones are greater.</summary>
public enum PreflightVerdict
{
    /// <summary>The kernel takes it, and what must start can start.</summary>
    Safe,

    /// <summary>Nothing speaks against it, and something could not be checked.</summary>
    Unproven,

    /// <summary>The kernel takes it, and then refuses what the machine needs.</summary>
    WillLockOut,

    /// <summary>The kernel does not take it; what is in force stays.</summary>
    WillBeRefused,
}
