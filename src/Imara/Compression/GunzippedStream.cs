using System.IO.Compression;

namespace Imara.Compression;

/// <summary>Unpacked gzip, whose damage is a failure to read, and so is an end that comes too early, which the framework takes for the end.</summary>
/// <remarks>A member of our own is unpacked behind what is there. Only if what is there is whole does it come out as it went in; it is held back.</remarks>
public sealed class GunzippedStream : ReadOnlyStream
{
    private const int MarkSize = 16;

    private readonly byte[] mark = new byte[MarkSize];
    private readonly byte[] held = new byte[MarkSize];
    private readonly byte[] piece = new byte[64 * 1024];
    private readonly GZipStream unpacked;
    private int heldLength;
    private int at;
    private int end;
    private bool isOver;

    /// <summary>Unpacks.</summary>
    /// <param name="packed">What is to be unpacked; taken over.</param>
    public GunzippedStream(Stream packed)
    {
        Random.Shared.NextBytes(mark);
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(mark);
        }

        unpacked = new GZipStream(new ChainedStream(packed, new MemoryStream(member.ToArray())), CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    /// <exception cref="DamagedDataException">It is damaged, or ends too early.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (at == end && !isOver)
        {
            Fill();
        }

        var length = Math.Min(count, end - at);
        piece.AsSpan(at, length).CopyTo(buffer.AsSpan(offset, length));
        at += length;
        return length;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        unpacked.Dispose();
        base.Dispose(disposing);
    }

    // All but the last bytes, which may be the mark.
    private void Fill()
    {
        held.AsSpan(0, heldLength).CopyTo(piece);
        int read;
        try
        {
            read = unpacked.Read(piece, heldLength, piece.Length - heldLength);
        }
        catch (InvalidDataException)
        {
            throw Damaged();
        }

        isOver = read == 0;
        if (isOver && !held.AsSpan(0, heldLength).SequenceEqual(mark))
        {
            throw Damaged();
        }

        var all = heldLength + read;
        heldLength = isOver ? 0 : Math.Min(all, MarkSize);
        (at, end) = (0, isOver ? 0 : all - heldLength);
        piece.AsSpan(end, heldLength).CopyTo(held);
    }

    private static DamagedDataException Damaged() => new("the gzip stream is damaged or cut off");
}
