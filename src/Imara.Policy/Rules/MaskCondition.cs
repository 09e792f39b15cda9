namespace Imara.Policy.Rules;

/// <summary>The condition <c>mask=MAY_X</c> or <c>mask=^MAY_X</c>.</summary>
/// <param name="Mask">The one bit.</param>
/// <param name="AnyOf">Written with <c>^</c>: the event's mask needs to contain the bit, not to equal it.</param>
public readonly record struct MaskCondition(AccessMask Mask, bool AnyOf);
