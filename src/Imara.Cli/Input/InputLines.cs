using Imara.Cli.Output;
using Imara.Linux.Files;

namespace Imara.Cli.Input;

/// <summary>The lines of a file or of standard input, one at a time: memory for the longest line, whatever the size of the file.</summary>
/// <param name="path">The file, or <c>-</c>.</param>
/// <param name="stream">The open file.</param>
/// <param name="cap">The most bytes of a line; a longer one is passed over.</param>
/// <param name="report">Takes the reason if reading fails.</param>
internal sealed class InputLines(string path, Stream stream, int cap, Report report)
{
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private bool atEnd;

    /// <summary>Number of the line read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>True if the line read last was longer than the cap; its content is lost.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>True if reading failed before the end of the file.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Takes the next line, without its line feed; it is valid up to the next call.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        line = default;
        IsTooLong = false;
        var scanned = start;
        while (true)
        {
            var length = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (length >= 0 || (atEnd && end > start))
            {
                var stop = length >= 0 ? scanned + length : end;
                line = IsTooLong ? default : buffer.AsMemory(start, stop - start);
                start = length >= 0 ? stop + 1 : stop;
                Number++;
                return true;
            }

            if (atEnd)
            {
                Number += IsTooLong ? 1 : 0;
                return IsTooLong;
            }

            scanned = MakeRoom();
            if (!Fill())
            {
                return false;
            }
        }
    }

    // Keeps what belongs to the line at hand; drops it once the line is too long to be used.
    private int MakeRoom()
    {
        if (end - start > cap)
        {
            IsTooLong = true;
        }

        if (IsTooLong)
        {
            start = end = 0;
        }
        else if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, (int)Math.Min((long)buffer.Length * 2, (long)cap + 1));
        }

        return end;
    }

    private bool Fill()
    {
        try
        {
            var count = stream.Read(buffer, end, buffer.Length - end);
            atEnd = count == 0;
            end += count;
            return true;
        }
        catch (IOException error)
        {
            IsBroken = true;
            report.Error($"{InputFile.NameOf(path)}: {IoErrors.TextOf(error)}");
            return false;
        }
    }
}
