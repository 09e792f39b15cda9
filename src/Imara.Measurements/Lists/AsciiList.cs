using System.Buffers;
using System.Text;

namespace Imara.Measurements.Lists;

/// <summary>Writes records of <c>ascii_runtime_measurements</c>, as raw as the kernel does: a newline in a name splits the line.</summary>
/// <remarks>docs/reference/measurement-list.md 3, 3.1.</remarks>
public static class AsciiList
{
    /// <summary>Writes one record with its newline. The data of an unknown template, which the kernel never has, appears as hex.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="columnAlgo">Algorithm of the bank that the list is for.</param>
    /// <param name="output">Where the record goes.</param>
    /// <param name="paddedSha1">True if the kernel cannot compute the bank's algorithm: the column is SHA-1 filled up with zero bytes (5).</param>
    public static void Write(MeasurementEntry entry, HashAlgo columnAlgo, IBufferWriter<byte> output, bool paddedSha1 = false)
    {
        var head = output.GetSpan(3);
        head[0] = entry.Pcr < 10 ? (byte)' ' : (byte)('0' + (entry.Pcr / 10));
        head[1] = (byte)('0' + (entry.Pcr % 10));
        head[2] = (byte)' ';
        output.Advance(3);

        var column = new ListColumn(columnAlgo, paddedSha1);
        Span<byte> digest = stackalloc byte[HashAlgos.MaxDigestSize];
        column.Write(entry, digest);
        FieldText.WriteHex(digest[..column.Size], output);
        output.Write(" "u8);
        Encoding.Latin1.GetBytes(entry.TemplateName, output);
        if (entry.TryGetFields(out var fields))
        {
            foreach (var field in fields)
            {
                output.Write(" "u8);
                FieldText.Write(field.Field, field.Value.Span, entry.IsBigEndian, output);
            }
        }
        else
        {
            output.Write(" "u8);
            FieldText.WriteHex(entry.Data.Span, output);
        }

        output.Write("\n"u8);
    }
}
