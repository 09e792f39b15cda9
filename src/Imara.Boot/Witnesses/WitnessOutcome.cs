namespace Imara.Boot.Witnesses;

/// <summary>Whether a signature was seen to pass under a policy that asks for signatures.</summary>
public enum WitnessOutcome
{
    /// <summary>There was nothing to see: no rule asks for signatures, or the kernel has a trusted keyring of its own.</summary>
    NotNeeded,

    /// <summary>A signed file passed; the kernel found its keyring and keeps it.</summary>
    Passed,

    /// <summary>The kernel refused every file whose signature should be good.</summary>
    Denied,

    /// <summary>There was no file to see it with, or nothing tells how it went.</summary>
    NotSeen,
}
