namespace Imara;

/// <summary>A half-open range of bytes in a source text: <see cref="Start"/> is included, <see cref="End"/> is not.</summary>
/// <param name="Start">Offset of the first byte, from 0.</param>
/// <param name="Length">Number of bytes; 0 marks a place between two bytes.</param>
public readonly record struct SourceSpan(int Start, int Length)
{
    /// <summary>Offset of the first byte after the span.</summary>
    public int End => Start + Length;

    /// <summary>The span from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public static SourceSpan FromBounds(int start, int end) => new(start, end - start);

    /// <summary>The bytes of <paramref name="text"/> that the span covers.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text) => text.Slice(Start, Length);

    /// <summary>The same span, <paramref name="offset"/> bytes further on.</summary>
    public SourceSpan Shift(int offset) => new(Start + offset, Length);
}
