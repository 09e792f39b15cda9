using System.Collections.Immutable;

namespace Imara.Policy.Fixing;

/// <summary>A safe change of one source: what the policy does stays as it is, or a line that was refused is repaired beyond doubt.</summary>
/// <param name="Title">What it does, in a few lower-case words.</param>
/// <param name="Effect">What becomes of the rule on its line.</param>
/// <param name="Edits">The changes, in order, without overlap.</param>
public sealed record TextFix(string Title, FixEffect Effect, ImmutableArray<TextEdit> Edits)
{
    /// <summary>A fix that keeps the rule.</summary>
    public static TextFix Keeping(string title, params ReadOnlySpan<TextEdit> edits) => new(title, FixEffect.KeepsRule, [.. edits]);

    /// <summary>A fix of a refused line.</summary>
    public static TextFix Repairing(string title, params ReadOnlySpan<TextEdit> edits) => new(title, FixEffect.RepairsRule, [.. edits]);
}
