namespace Imara.Appraisal.Simulating;

/// <summary>What is measured into one PCR.</summary>
/// <param name="Files">Files, each one entry.</param>
/// <param name="ListBytes">The size of these entries in <c>binary_runtime_measurements</c>.</param>
public readonly record struct PcrTally(long Files, long ListBytes)
{
    internal PcrTally With(PcrTally other) => new(Files + other.Files, ListBytes + other.ListBytes);
}
