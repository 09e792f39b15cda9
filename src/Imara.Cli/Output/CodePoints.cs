using System.Buffers;
using System.Text;

namespace Imara.Cli.Output;

/// <summary>Columns as editors count them.</summary>
internal static class CodePoints
{
    /// <summary>The code points of UTF-8 text; what is not UTF-8 counts as the replacement characters that a decoder makes of it.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        var count = 0;
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out _, out var length);
            text = text[(status == OperationStatus.NeedMoreData ? text.Length : length)..];
            count++;
        }

        return count;
    }
}
