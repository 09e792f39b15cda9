namespace Imara.Measurements.Tpm;

/// <summary>PCRs of a bank.</summary>
/// <param name="Algorithm">The number that TPMs give the algorithm.</param>
/// <param name="Pcrs">Bit i is PCR i.</param>
public readonly record struct PcrSelection(ushort Algorithm, uint Pcrs);
