using System.Collections.Immutable;

namespace Imara.Boot.Ladder;

/// <summary>Whether a step may be taken, and what it changes.</summary>
/// <param name="Step">The step that is reached; the one that is held if <paramref name="Reasons"/> has any.</param>
/// <param name="Reasons">Why it may not be taken; all of them.</param>
/// <param name="DefaultMode">The value that <c>ima_appraise=</c> gets in every boot entry; null: entries stay.</param>
/// <param name="OtherMode">The value in one further entry: <c>enforce</c> to be booted once, <c>log</c> as the way back; null: none is made.</param>
public sealed record LadderDecision(LadderStep Step, ImmutableArray<string> Reasons, string? DefaultMode, string? OtherMode)
{
    /// <summary>True if the step may be taken.</summary>
    public bool IsGranted => Reasons.IsEmpty;
}
