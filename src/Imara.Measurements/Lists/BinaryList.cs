using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Imara.Measurements.Lists;

/// <summary>Writes records of <c>binary_runtime_measurements</c>.</summary>
/// <remarks>docs/reference/measurement-list.md 2. Numbers have the byte order of the entry.</remarks>
public static class BinaryList
{
    /// <summary>Writes one record.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="columnAlgo">Algorithm of the bank that the list is for.</param>
    /// <param name="output">Where the record goes.</param>
    /// <param name="paddedSha1">True if the kernel cannot compute the bank's algorithm: the column is SHA-1 filled up with zero bytes (5).</param>
    public static void Write(MeasurementEntry entry, HashAlgo columnAlgo, IBufferWriter<byte> output, bool paddedSha1 = false)
    {
        var column = new ListColumn(columnAlgo, paddedSha1);
        WriteNumber(entry, (uint)entry.Pcr, output);
        column.Write(entry, output.GetSpan(column.Size));
        output.Advance(column.Size);
        WriteNumber(entry, (uint)entry.TemplateName.Length, output);
        Encoding.Latin1.GetBytes(entry.TemplateName, output);
        if (entry.LegacyDigestSize == 0)
        {
            WriteNumber(entry, (uint)entry.Data.Length, output);
        }

        output.Write(entry.Data.Span);
    }

    private static void WriteNumber(MeasurementEntry entry, uint number, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(4);
        if (entry.IsBigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(target, number);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target, number);
        }

        output.Advance(4);
    }
}
