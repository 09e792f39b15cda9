namespace Imara.Policy.Fixing;

/// <summary>Puts other bytes in the place of some.</summary>
/// <param name="Span">The bytes that go, from the start of the source; empty for an insertion.</param>
/// <param name="Text">The bytes that come.</param>
public readonly record struct TextEdit(SourceSpan Span, ByteString Text)
{
    /// <summary>Takes bytes out.</summary>
    public static TextEdit Remove(SourceSpan span) => new(span, default);

    /// <summary>Puts bytes in before <paramref name="offset"/>.</summary>
    public static TextEdit Insert(int offset, ByteString text) => new(new SourceSpan(offset, 0), text);
}
