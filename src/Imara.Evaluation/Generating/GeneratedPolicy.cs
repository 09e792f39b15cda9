using System.Collections.Immutable;

namespace Imara.Evaluation.Generating;

/// <summary>A policy made from accesses.</summary>
/// <param name="Rules">The rules in order.</param>
/// <param name="Refused">Lines the kernel does not take, with the reason; a policy with any is of no use.</param>
/// <param name="Covered">Accesses that the rules measure or appraise.</param>
/// <param name="Exempt">Accesses to file systems that hold no content worth it.</param>
/// <param name="LeftOut">Accesses to files without a label, which only a refusal could come of.</param>
public sealed record GeneratedPolicy(
    ImmutableArray<GeneratedRule> Rules, ImmutableArray<(string Line, string Reason)> Refused,
    ImmutableArray<Observation> Covered, ImmutableArray<Observation> Exempt, ImmutableArray<Observation> LeftOut);
