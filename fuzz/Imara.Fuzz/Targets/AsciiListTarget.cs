using System.Buffers;
using Imara.Measurements.Lists;

namespace Imara.Fuzz.Targets;

/// <summary>Any text may be an ascii list: records are read until one is refused, and what was read is written back byte for byte.</summary>
internal static class AsciiListTarget
{
    public static void Run(byte[] input)
    {
        var reader = new AsciiListReader(new MemoryStream(input, writable: false));
        var output = new ArrayBufferWriter<byte>();
        while (reader.TryRead(out var record))
        {
            Property.Holds(record.Index == reader.Count - 1, "records are counted");
            if (record.DigestMatches)
            {
                output.ResetWrittenCount();
                AsciiList.Write(record.Entry, record.Column.Algo, output, record.Column.PaddedSha1);
                var original = input.AsSpan((int)record.Offset);
                Property.Holds(original.StartsWith(output.WrittenSpan.TrimEnd((byte)'\n')), "a record writes back as it was read");
            }
        }

        ListProperties.Hold(input, reader);
    }
}
