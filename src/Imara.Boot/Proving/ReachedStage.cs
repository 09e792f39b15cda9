namespace Imara.Boot.Proving;

/// <summary>A stage that a boot reached.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Seconds">When, by the clock of the kernel; null where the line does not tell.</param>
/// <param name="Line">What the console said.</param>
public sealed record ReachedStage(BootStage Stage, double? Seconds, string Line);
