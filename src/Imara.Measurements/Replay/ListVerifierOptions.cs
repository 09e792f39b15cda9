using System.Collections.Immutable;

namespace Imara.Measurements.Replay;

/// <summary>How a list is verified.</summary>
public sealed record ListVerifierOptions
{
    /// <summary>Banks to compare; empty: every bank that has values.</summary>
    public ImmutableArray<HashAlgo> Banks { get; init; } = [];

    /// <summary>Values with which the replay starts, from a boot event log or an earlier verification; null: as after a TPM start.</summary>
    public PcrValues? Initial { get; init; }

    /// <summary>Logs of the boot, for the boot aggregate and for PCRs that firmware extends too; null: none are given.</summary>
    public BootEvidence? Evidence { get; init; }

    /// <summary>Verifies the signatures in entries; null: they are not looked at.</summary>
    public EntrySignatures? Signatures { get; init; }

    /// <summary>Findings about single entries to keep; further ones are counted.</summary>
    public int MaxFindings { get; init; } = 10_000;
}
