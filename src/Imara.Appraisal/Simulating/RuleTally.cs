namespace Imara.Appraisal.Simulating;

/// <summary>How much one rule decides about.</summary>
/// <param name="Files">Files, hard links counted once.</param>
/// <param name="Bytes">Their sizes together.</param>
public readonly record struct RuleTally(long Files, long Bytes)
{
    internal RuleTally With(long bytes) => new(Files + 1, Bytes + bytes);

    internal RuleTally With(RuleTally other) => new(Files + other.Files, Bytes + other.Bytes);
}
