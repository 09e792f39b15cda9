namespace Imara.Policy.Syntax;

/// <summary>One token of a rule line and the parts it splits into.</summary>
/// <param name="Span">The whole token.</param>
/// <param name="Key">What stands before the operator; the whole token where there is no operator.</param>
/// <param name="Operator">The operator byte <c>=</c>, <c>&lt;</c> or <c>&gt;</c>; 0 where there is none.</param>
/// <param name="Value">What follows the operator; empty where there is none.</param>
public readonly record struct PolicyToken(SourceSpan Span, SourceSpan Key, byte Operator, SourceSpan Value)
{
    /// <summary>The token moved by <paramref name="offset"/> bytes.</summary>
    public PolicyToken Shift(int offset) => new(Span.Shift(offset), Key.Shift(offset), Operator, Value.Shift(offset));
}
