namespace Imara.Runtime.Executions;

/// <summary>Content that can be read anywhere.</summary>
internal interface IContent
{
    /// <summary>Reads at <paramref name="offset"/>; the number of bytes read, fewer than asked at the end and 0 on failure.</summary>
    int ReadAt(long offset, Span<byte> buffer);
}
