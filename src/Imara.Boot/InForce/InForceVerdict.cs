namespace Imara.Boot.InForce;

/// <summary>The answer to "is it this policy that is in force?".</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="Reason">The evidence, or what is missing, as the rest of a sentence about the policy.</param>
public sealed record InForceVerdict(InForceAnswer Answer, InForceEvidence Evidence, string Reason);
