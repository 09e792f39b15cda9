namespace Imara.Boot.Audit.Reading;

/// <summary>Takes lines, and runs of bytes between them, from a stream; memory for one line, whatever the size of the log.</summary>
internal sealed class LogBytes(Stream stream)
{
    /// <summary>The longest line; the rest of a longer one is passed over.</summary>
    public const int MaxLine = 1 << 20;

    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private bool atEnd;

    /// <summary>True if the line taken last was longer than <see cref="MaxLine"/>; what it held is lost.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Why reading stopped before the end; null if it did not.</summary>
    public IOException? Failure { get; private set; }

    /// <summary>Takes a line without its line feed, valid up to the next call.</summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        line = default;
        IsTooLong = false;
        var scanned = 0;
        while (true)
        {
            var length = buffer.AsSpan(start + scanned, end - start - scanned).IndexOf((byte)'\n');
            if (length >= 0 || (atEnd && (end > start || IsTooLong)))
            {
                var stop = length >= 0 ? start + scanned + length : end;
                line = IsTooLong ? default : buffer.AsSpan(start, stop - start);
                start = length >= 0 ? stop + 1 : stop;
                return true;
            }

            if (atEnd)
            {
                return false;
            }

            if (end - start >= MaxLine)
            {
                IsTooLong = true;
            }

            if (IsTooLong)
            {
                start = end = 0;
            }

            scanned = end - start;
            if (!Fill())
            {
                return false;
            }
        }
    }

    /// <summary>Takes bytes; those beyond <paramref name="kept"/> are passed over.</summary>
    /// <returns>False if the stream ends before.</returns>
    public bool TryReadBytes(ulong count, Span<byte> kept)
    {
        for (var taken = 0UL; taken < count;)
        {
            if (start == end && (atEnd || !Fill() || start == end))
            {
                return false;
            }

            var piece = (int)Math.Min(count - taken, (ulong)(end - start));
            if (taken < (ulong)kept.Length)
            {
                var wanted = Math.Min(piece, kept.Length - (int)taken);
                buffer.AsSpan(start, wanted).CopyTo(kept[(int)taken..]);
            }

            start += piece;
            taken += (ulong)piece;
        }

        return true;
    }

    private bool Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, Math.Min(buffer.Length * 2, MaxLine + 1));
        }

        try
        {
            var count = stream.Read(buffer, end, buffer.Length - end);
            atEnd = count == 0;
            end += count;
            return true;
        }
        catch (IOException error)
        {
            Failure = error;
            return false;
        }
    }
}
