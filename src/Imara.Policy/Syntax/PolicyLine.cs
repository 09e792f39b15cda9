namespace Imara.Policy.Syntax;

/// <summary>One line of a policy text.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Number">Line number, from 1.</param>
/// <param name="Span">The line without its line feed.</param>
/// <param name="HasLineFeed">False only for a last line that does not end in a line feed.</param>
public readonly record struct PolicyLine(PolicyLineKind Kind, int Number, SourceSpan Span, bool HasLineFeed)
{
    /// <summary>The line with its line feed.</summary>
    public SourceSpan FullSpan => HasLineFeed ? new SourceSpan(Span.Start, Span.Length + 1) : Span;
}
