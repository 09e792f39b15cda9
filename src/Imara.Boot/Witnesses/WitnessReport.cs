namespace Imara.Boot.Witnesses;

/// <summary>What came of looking for a signature that passes.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Witness">The file that passed, or the last one that was refused; null if none was tried.</param>
/// <param name="Reason">What was not seen and why, in words; null if there is nothing to say.</param>
public sealed record WitnessReport(WitnessOutcome Outcome, Witness? Witness = null, string? Reason = null)
{
    /// <summary>Nothing had to be seen.</summary>
    public static WitnessReport NotNeeded { get; } = new(WitnessOutcome.NotNeeded);
}
