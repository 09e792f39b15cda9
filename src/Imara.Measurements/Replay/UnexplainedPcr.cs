namespace Imara.Measurements.Replay;

/// <summary>A PCR whose value the firmware's log and systemd's do not give.</summary>
/// <param name="Bank">The bank.</param>
/// <param name="Pcr">0 to 15.</param>
/// <param name="IsOsSeparator">True if one more extend with the word <c>os-separator</c> gives it, which systemd 261 and later makes.</param>
/// <remarks>docs/reference/measurement-list.md 7.2.</remarks>
public readonly record struct UnexplainedPcr(HashAlgo Bank, int Pcr, bool IsOsSeparator);
