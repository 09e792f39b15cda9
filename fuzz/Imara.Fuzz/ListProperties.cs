using Imara.Measurements;
using Imara.Measurements.Lists;
using Imara.Measurements.Replay;

namespace Imara.Fuzz;

/// <summary>What holds for a list in either form.</summary>
internal static class ListProperties
{
    /// <summary>Checks them on the whole input.</summary>
    /// <param name="input">The list.</param>
    /// <param name="reader">A reader that has read it to the end or to an error.</param>
    public static void Hold(byte[] input, MeasurementListReader reader)
    {
        Property.Holds(reader.Error is not { } error || (error.Offset >= 0 && error.Offset <= input.Length), "the offset of an error lies in the list");

        using var again = new MemoryStream(input, writable: false);
        var result = ListVerifier.Verify(MeasurementListReader.Open(again));
        Property.Holds(result.Verdict != ListVerdict.Proven, "a list proves nothing by itself");
        foreach (var finding in result.Findings)
        {
            Property.Holds(finding.Offset is not { } offset || (offset >= 0 && offset <= input.Length), "a finding lies in the list");
            Property.Holds(EntryDescription.Escape(System.Text.Encoding.UTF8.GetBytes(finding.Message)) is { } shown
                && shown.Replace("\\x5c", "\\", StringComparison.Ordinal) == finding.Message, "a finding is safe to show");
        }
    }
}
