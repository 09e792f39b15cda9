namespace Imara.Evaluation.Generating;

/// <summary>An access that was seen, or is to be expected.</summary>
/// <param name="Event">The question to the policy.</param>
/// <param name="Path">The file.</param>
/// <param name="Label">Its label.</param>
/// <param name="Count">How often.</param>
public sealed record Observation(PolicyEvent Event, ByteString Path, AppraisalLabel Label, long Count);
