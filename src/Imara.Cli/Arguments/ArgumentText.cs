using System.Buffers;
using System.Text;

namespace Imara.Cli.Arguments;

/// <summary>Arguments as text that keeps every byte: what is not UTF-8 becomes half of a surrogate pair, U+DC80 to U+DCFF, which no UTF-8 decodes to.</summary>
/// <remarks>Two arguments are the same text only if they are the same bytes. <see cref="Encode"/> is the way back; an encoder of the framework is not.</remarks>
internal static class ArgumentText
{
    private const char FirstEscape = '\uDC80';
    private const char LastEscape = '\uDCFF';
    private const int EscapeBase = 0xDC00;

    /// <summary>Reads bytes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
            }
            else
            {
                length = 1;
                text.Append((char)(EscapeBase + bytes[0]));
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>What a message shows: control characters and what is not UTF-8 as escapes.</summary>
    public static string Show(string text) => ByteString.Display(Encode(text));

    /// <summary>Gives the bytes back.</summary>
    public static byte[] Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstEscape, LastEscape))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new List<byte>(text.Length * 3);
        Span<byte> buffer = stackalloc byte[4];
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done)
            {
                bytes.AddRange(buffer[..rune.EncodeToUtf8(buffer)]);
            }
            else
            {
                length = 1;
                bytes.Add((byte)(rest[0] - EscapeBase));
            }

            rest = rest[length..];
        }

        return [.. bytes];
    }
}
