using Imara.Policy.CommandLine;

namespace Imara.Boot.Ladder;

/// <summary>What a decision about the next step looks at. What was not looked at counts as not clean.</summary>
public sealed record LadderFacts
{
    /// <summary>The boot that runs.</summary>
    public required string BootId { get; init; }

    /// <summary>The policy file.</summary>
    public required string Policy { get; init; }

    /// <summary>SHA-256 of it, in hexadecimal digits.</summary>
    public required string PolicyDigest { get; init; }

    /// <summary>The kernel would take it.</summary>
    public bool PolicyIsAccepted { get; init; }

    /// <summary>A custom policy was loaded in this boot.</summary>
    public bool PolicyIsLoaded { get; init; }

    /// <summary>The mode of appraisal that the kernel command line of this boot sets; null if it is not known.</summary>
    public AppraiseBits? Mode { get; init; }

    /// <summary>Secure Boot is on: the kernel then ignores every <c>ima_appraise=</c> but enforce.</summary>
    public bool IsSecureBoot { get; init; }

    /// <summary>The boot that runs came to its end: multi-user.target was reached.</summary>
    public bool BootIsGood { get; init; }

    /// <summary>Why the simulation of the policy on the files of this machine is not clean; empty: it is; null: it was not made.</summary>
    public IReadOnlyList<string>? Simulated { get; init; }

    /// <summary>What audit records of this boot say was refused, or why they do not tell; empty: nothing was; null: they were not read.</summary>
    public IReadOnlyList<string>? Audited { get; init; }
}
