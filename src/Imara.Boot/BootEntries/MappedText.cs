using System.Runtime.InteropServices;

namespace Imara.Boot.BootEntries;

/// <summary>A text that was unquoted or put together, and for each of its bytes the bytes of the file that stand for it.</summary>
internal sealed class MappedText
{
    /// <summary>Far above what any kernel takes; keeps variables that name themselves from growing without end.</summary>
    public const int MaxLength = 64 * 1024;

    private readonly List<byte> bytes = [];
    private readonly List<SourceSpan?> places = [];

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Bytes => CollectionsMarshal.AsSpan(bytes);

    /// <summary>Length in bytes.</summary>
    public int Length => bytes.Count;

    /// <summary>Where the byte at <paramref name="index"/> comes from; null: it is in no file.</summary>
    public SourceSpan? PlaceOf(int index) => places[index];

    /// <summary>Adds a byte; null for one that is in no file.</summary>
    public void Add(byte value, SourceSpan? place)
    {
        bytes.Add(value);
        places.Add(place);
    }

    /// <summary>Adds another text.</summary>
    public void Add(MappedText other)
    {
        bytes.AddRange(other.bytes);
        places.AddRange(other.places);
    }

    /// <summary>Adds bytes as they stand in the file.</summary>
    public void Add(ReadOnlySpan<byte> text, SourceSpan span)
    {
        for (var at = span.Start; at < span.End; at++)
        {
            Add(text[at], new SourceSpan(at, 1));
        }
    }

    /// <summary>Counts the quote at <paramref name="place"/> to the last byte.</summary>
    public void WidenLast(SourceSpan place)
    {
        if (places.Count > 0 && places[^1] is { } last)
        {
            places[^1] = SourceSpan.FromBounds(Math.Min(last.Start, place.Start), Math.Max(last.End, place.End));
        }
    }

    /// <summary>The smallest part of the file that holds all of <paramref name="span"/>; null if nothing of it is in the file.</summary>
    public SourceSpan? Locate(SourceSpan span)
    {
        var (start, end) = (int.MaxValue, -1);
        for (var i = span.Start; i < span.End; i++)
        {
            if (places[i] is { } place)
            {
                (start, end) = (Math.Min(start, place.Start), Math.Max(end, place.End));
            }
        }

        return end < 0 ? null : SourceSpan.FromBounds(start, end);
    }
}
