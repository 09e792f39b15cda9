using System.Collections.Immutable;

namespace Imara.Measurements.Replay;

/// <summary>What was found about a list.</summary>
public sealed record ListVerification
{
    /// <summary>Entries read.</summary>
    public required long Entries { get; init; }

    /// <summary>What the list is worth.</summary>
    public required ListVerdict Verdict { get; init; }

    /// <summary>The verdict as it stands in reports, such as <c>proven</c>.</summary>
    public string VerdictName => NameOf(Verdict);

    /// <summary>What the entries are worth that the PCRs agree with: later ones, and what is odd about them, do not count.</summary>
    public required ListVerdict AttestedVerdict { get; init; }

    /// <summary>The boot aggregate against what firmware measured.</summary>
    public required AggregateFinding Aggregate { get; init; }

    /// <summary>Entries, from the first on, that every compared PCR agrees with; null if nothing agrees.</summary>
    public long? AttestedEntries { get; init; }

    /// <summary>Number of violations.</summary>
    public long Violations { get; init; }

    /// <summary>The signatures in entries; null: they were not looked at.</summary>
    public SignatureCounts? Signatures { get; init; }

    /// <summary>The banks in the order in which their values came.</summary>
    public ImmutableArray<BankComparison> Banks { get; init; } = [];

    /// <summary>What was found, in the order of the list; findings about the whole list come last.</summary>
    public ImmutableArray<ListFinding> Findings { get; init; } = [];

    /// <summary>Findings that are counted in the verdict but not kept, because there were too many.</summary>
    public long OmittedFindings { get; init; }

    /// <summary>A verdict as it stands in reports.</summary>
    public static string NameOf(ListVerdict verdict) => verdict switch
    {
        ListVerdict.Unchecked => "unchecked",
        ListVerdict.Proven => "proven",
        ListVerdict.Violations => "violations",
        ListVerdict.Unproven => "unproven",
        ListVerdict.Mismatch => "mismatch",
        _ => "malformed",
    };
}
