namespace Imara.Policy.Rules;

/// <summary>A condition on a user or group id, such as <c>uid&lt;1000</c>.</summary>
/// <param name="Operator">How to compare.</param>
/// <param name="Value">0 to 4294967294.</param>
public readonly record struct IdCondition(IdOperator Operator, uint Value)
{
    /// <summary>True if <paramref name="id"/> compares as asked.</summary>
    public bool Matches(uint id) => Operator switch
    {
        IdOperator.Greater => id > Value,
        IdOperator.Less => id < Value,
        _ => id == Value,
    };
}
