using System.Globalization;
using System.Text;

namespace Imara.Cli.Output;

/// <summary>Bytes from outside as text for people: what could command a terminal, or is not UTF-8, appears as <c>\xHH</c>.</summary>
internal static class PlainText
{
    /// <summary>The bytes as printable text.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (valid && !Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
            {
                text.Append(rune);
            }
            else
            {
                foreach (var value in bytes[..length])
                {
                    text.Append("\\x").Append(value.ToString("x2"));
                }
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }
}
