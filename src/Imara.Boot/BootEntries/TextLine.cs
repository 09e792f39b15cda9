namespace Imara.Boot.BootEntries;

/// <summary>Walks over the lines of a text.</summary>
internal static class TextLine
{
    /// <summary>Takes the next line, without its line feed and a carriage return before it.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="at">Where the line begins; then where the next one does.</param>
    /// <param name="line">The line.</param>
    public static bool TryTake(ReadOnlySpan<byte> text, ref int at, out SourceSpan line)
    {
        line = default;
        if (at >= text.Length)
        {
            return false;
        }

        var length = text[at..].IndexOf((byte)'\n');
        var end = length < 0 ? text.Length : at + length;
        line = SourceSpan.FromBounds(at, end > at && text[end - 1] == '\r' ? end - 1 : end);
        at = end + 1;
        return true;
    }

    /// <summary>The number, from 1, of the line that holds <paramref name="offset"/>.</summary>
    public static int NumberAt(ReadOnlySpan<byte> text, int offset) => text[..offset].Count((byte)'\n') + 1;

    /// <summary>The part without blanks at both ends; an empty one lies at the end.</summary>
    public static SourceSpan Trim(ReadOnlySpan<byte> text, SourceSpan span)
    {
        var (start, end) = (span.Start, span.End);
        while (start < end && text[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        while (end > start && text[end - 1] is (byte)' ' or (byte)'\t')
        {
            end--;
        }

        return SourceSpan.FromBounds(start, end);
    }

    /// <summary>The first word of a line, and what follows the blanks behind it.</summary>
    public static SourceSpan FirstWord(ReadOnlySpan<byte> text, SourceSpan line, out SourceSpan rest)
    {
        var trimmed = Trim(text, line);
        var length = trimmed.Of(text).IndexOfAny((byte)' ', (byte)'\t');
        var word = length < 0 ? trimmed : new SourceSpan(trimmed.Start, length);
        rest = Trim(text, SourceSpan.FromBounds(word.End, trimmed.End));
        return word;
    }
}
