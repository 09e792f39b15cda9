using System.Collections.Immutable;
using Imara.Boot.CommandLine;

namespace Imara.Boot.Status;

/// <summary>What is known about IMA on a machine, and what is wrong with it.</summary>
public sealed record BootStatus
{
    /// <summary>What was read.</summary>
    public required BootFacts Facts { get; init; }

    /// <summary>The command line; null: it could not be read.</summary>
    public CommandLineReport? CommandLine { get; init; }

    /// <summary>The policy; null: there is no IMA.</summary>
    public PolicyInForce? Policy { get; init; }

    /// <summary>What IMA does with files; null: there is no IMA.</summary>
    public ImaMode? Mode { get; init; }

    /// <summary>The first list entry; null: there is no IMA.</summary>
    public BootAggregateCheck? BootAggregate { get; init; }

    /// <summary>When IMA started, since the kernel did; null: not known.</summary>
    public TimeSpan? Started { get; init; }

    /// <summary>When a policy was loaded first; null: none was, or it is not known.</summary>
    public TimeSpan? PolicyLoaded { get; init; }

    /// <summary>What was found, in the order it matters.</summary>
    public required ImmutableArray<StatusFinding> Findings { get; init; }

    /// <summary>The worst finding; what could not be told is worse than what is wrong.</summary>
    public FindingSeverity Worst => Findings.IsEmpty ? FindingSeverity.Note : Findings.Max(finding => finding.Severity);
}
