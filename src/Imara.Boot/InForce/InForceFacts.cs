using Imara.Boot.Machine;

namespace Imara.Boot.InForce;

/// <summary>What a machine shows of the policy in force; null: it is not there, or cannot be read.</summary>
public sealed record InForceFacts
{
    /// <summary>What the kernel's policy file allows.</summary>
    public PolicyFileState File { get; init; }

    /// <summary>The policy as it reads back.</summary>
    public ReadOnlyMemory<byte>? ReadBack { get; init; }

    /// <summary>The text that was recorded when a policy was loaded.</summary>
    public ReadOnlyMemory<byte>? Record { get; init; }

    /// <summary>When the record was written, by the wall clock.</summary>
    public DateTimeOffset? Recorded { get; init; }

    /// <summary>When the kernel took its policy file away, by the wall clock of that moment: no other policy can be loaded since.</summary>
    public DateTimeOffset? Closed { get; init; }

    /// <summary>When the kernel started, by the wall clock of now.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>What the log still holds of this boot; empty if it cannot be read.</summary>
    public IReadOnlyList<KernelMessage> Log { get; init; } = [];

    /// <summary>The record, where it is that of the policy in force: nothing can have been loaded behind it.</summary>
    /// <remarks>docs/reference/policy.md 1.1: without IMA_WRITE_POLICY one load closes the file for good. Who can write the record could have loaded another policy.</remarks>
    public ReadOnlyMemory<byte>? ValidRecord =>
        Record is not null && (File & PolicyFileState.Writable) == 0 && !(Closed is { } closed && Recorded is { } recorded && recorded < closed) ? Record : null;
}
