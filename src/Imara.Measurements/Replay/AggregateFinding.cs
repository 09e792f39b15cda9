using System.Collections.Immutable;

namespace Imara.Measurements.Replay;

/// <summary>The boot aggregate judged.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Reason">Why it is not the best answer, or what is odd though it is; null: nothing to say.</param>
/// <param name="Unexplained">PCRs that the logs do not explain; empty too where there is no log of the firmware or no values.</param>
public sealed record AggregateFinding(AggregateVerdict Verdict, string? Reason, ImmutableArray<UnexplainedPcr> Unexplained)
{
    /// <summary>True if the firmware's log gave the answer, false if PCR values did, or nothing.</summary>
    public bool IsByLog { get; init; }

    /// <summary>The verdict as it stands in reports: <c>matches</c>, <c>differs</c> or <c>unchecked</c>.</summary>
    public string VerdictName => Verdict switch
    {
        AggregateVerdict.Matches => "matches",
        AggregateVerdict.Differs => "differs",
        _ => "unchecked",
    };

    /// <summary>What was not judged at all.</summary>
    public static AggregateFinding Unchecked(string reason) => new(AggregateVerdict.Unchecked, reason, []);
}
