using Imara.Measurements.Lists;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests;

/// <summary>A measurement list that a kernel made.</summary>
internal sealed record RecordedList(
    string Name,
    IReadOnlyDictionary<HashAlgo, byte[]> Banks,
    byte[] Ascii,
    IReadOnlyDictionary<HashAlgo, string> AsciiSha256,
    PcrValues? Pcrs,
    long? Violations)
{
    public byte[] Binary => Banks[HashAlgo.Sha1];

    public IReadOnlyList<ListRecord> Read()
    {
        Assert.True(MeasurementListReader.TryReadAll(Binary, options: null, out var records, out var error), error.ToString());
        return records;
    }
}
