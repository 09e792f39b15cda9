namespace Imara.Measurements.Replay;

/// <summary>One PCR of one bank.</summary>
/// <param name="Pcr">0 to 23.</param>
/// <param name="Value">What the whole list gives.</param>
/// <param name="Expected">What the TPM says; null if that is not known.</param>
/// <param name="Match">How they relate.</param>
/// <param name="AttestedEntries">Length of the longest prefix of the list that gives the expected value; 0 if there is none.</param>
public sealed record PcrComparison(int Pcr, ReadOnlyMemory<byte> Value, ReadOnlyMemory<byte>? Expected, PcrMatch Match, long AttestedEntries)
{
    /// <summary>What the entries give that agree with the TPM: its value if some do, otherwise what the whole list gives.</summary>
    public ReadOnlyMemory<byte> AttestedValue => Match == PcrMatch.Prefix && Expected is { } expected ? expected : Value;

    /// <summary>True if the whole list gives the expected value.</summary>
    public bool Matches => Match == PcrMatch.Full;
}
