namespace Imara.Policy.Linting;

/// <summary>One id that a comment allows.</summary>
/// <param name="source">Index of the source.</param>
/// <param name="span">The id, from the start of the source.</param>
/// <param name="id">The id of a lint rule.</param>
internal sealed class Allowance(int source, SourceSpan span, string id)
{
    /// <summary>Index of the source.</summary>
    public int Source => source;

    /// <summary>The id, from the start of the source.</summary>
    public SourceSpan Span => span;

    /// <summary>The id of a lint rule.</summary>
    public string Id => id;

    /// <summary>It allowed a finding.</summary>
    public bool IsUsed { get; set; }
}
