using Imara.Measurements;

namespace Imara.Traces.Replaying;

/// <summary>What one operation is predicted to do.</summary>
internal sealed class OperationOutcome
{
    public Errno Errno { get; set; }

    public List<MeasurementEntry> Entries { get; } = [];

    public int Violations { get; set; }

    /// <summary>Values of security.ima that the kernel wrote, by path; the last one counts.</summary>
    public SortedDictionary<string, byte[]> Wrote { get; } = new(StringComparer.Ordinal);
}
