namespace Imara.Measurements.Lists;

/// <summary>The unread part of a list, filled from a stream as needed. Memory handed out stays valid: a used buffer is never overwritten.</summary>
internal sealed class ListInput
{
    private const int ChunkSize = 64 << 10;

    private readonly Stream? stream;
    private byte[] buffer;
    private int start;
    private int end;

    public ListInput(Stream stream)
    {
        this.stream = stream;
        buffer = [];
    }

    public ListInput(byte[] input)
    {
        buffer = input;
        end = input.Length;
        Ended = true;
    }

    /// <summary>Offset of the first unread byte in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>True if nothing follows what is available.</summary>
    public bool Ended { get; private set; }

    public ReadOnlyMemory<byte> Available => buffer.AsMemory(start, end - start);

    /// <summary>Makes <paramref name="count"/> bytes available, or fewer if the list ends before.</summary>
    public void Fill(int count)
    {
        while (end - start < count && !Ended)
        {
            if (end == buffer.Length)
            {
                Grow();
            }

            var read = stream!.Read(buffer, end, buffer.Length - end);
            end += read;
            Ended = read == 0;
        }
    }

    /// <summary>Looks again behind the end: a list that was read to its end may have grown.</summary>
    public void Retry() => Ended = stream is null;

    public void Advance(int count)
    {
        start += count;
        Offset += count;
    }

    // Twice what is there already: a length that is only claimed allocates nothing.
    private void Grow()
    {
        var unread = end - start;
        var larger = new byte[(int)Math.Min(Array.MaxLength, Math.Max(ChunkSize, unread * 2L))];
        buffer.AsSpan(start, unread).CopyTo(larger);
        buffer = larger;
        start = 0;
        end = unread;
    }
}
