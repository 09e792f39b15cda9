namespace Imara.Evaluation.Differences;

/// <summary>A rule that can decide in a region.</summary>
/// <param name="Box">The rule.</param>
/// <param name="Matches">It matches every event of the region.</param>
/// <param name="Open">A test that decides more, where it does not.</param>
internal readonly record struct OpenRule(RuleBox Box, bool Matches, FactTest Open);
