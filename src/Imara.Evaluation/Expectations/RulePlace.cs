namespace Imara.Evaluation.Expectations;

/// <summary>Where a rule stands.</summary>
/// <param name="File">Name of the policy file, as given.</param>
/// <param name="Line">Line number, from 1.</param>
public readonly record struct RulePlace(string File, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}";
}
