using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Imara.Boot.Programs;

/// <summary>What an ELF program or library asks for before its first instruction runs.</summary>
/// <remarks>System V ABI, "Program Loading and Dynamic Linking".</remarks>
public sealed class ElfImage
{
    private const uint LoadSegment = 1;
    private const uint DynamicSegment = 2;
    private const uint InterpreterSegment = 3;
    private const int MaxSegments = 1024;
    private const int MaxEntries = 4096;
    private const int MaxName = 4096;

    /// <summary>The program that the kernel starts instead, absolute; empty in libraries and static programs.</summary>
    public ByteString Interpreter { get; private init; }

    /// <summary>Names of libraries (DT_NEEDED), in order.</summary>
    public ImmutableArray<ByteString> Needed { get; private init; } = [];

    /// <summary>Folders that are searched first (DT_RUNPATH and DT_RPATH), <c>$ORIGIN</c> and the like as they stand.</summary>
    public ImmutableArray<ByteString> RunPaths { get; private init; } = [];

    /// <summary>The machine (e_machine).</summary>
    public ushort Machine { get; private init; }

    /// <summary>Takes a file apart.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="image">What it asks for; null on failure.</param>
    /// <param name="error">Why it is no ELF file, or a damaged one.</param>
    public static bool TryRead(ReadOnlySpan<byte> file, [NotNullWhen(true)] out ElfImage? image, out FormatError error)
    {
        image = null;
        if (!TryHeader(file, out var header, out error))
        {
            return false;
        }

        var segments = new List<Segment>(header.Count);
        for (var i = 0; i < header.Count; i++)
        {
            segments.Add(header.SegmentAt(file, i));
        }

        var interpreter = ByteString.Empty;
        var dynamic = new List<(ulong Tag, ulong Value)>();
        foreach (var segment in segments.Where(segment => segment.Type is DynamicSegment or InterpreterSegment))
        {
            if (!segment.TryCut(file, out var bytes))
            {
                error = new FormatError(file.Length, "a segment lies beyond the end of the file");
                return false;
            }

            if (segment.Type == InterpreterSegment)
            {
                interpreter = new ByteString(UntilNul(bytes));
            }
            else
            {
                header.Entries(bytes, dynamic);
            }
        }

        if (!TryStrings(file, segments, dynamic, out var strings, out error))
        {
            return false;
        }

        image = new ElfImage
        {
            Interpreter = interpreter,
            Machine = header.Machine,
            Needed = Names(dynamic, [1], strings),
            RunPaths = [.. Names(dynamic, [15, 29], strings).SelectMany(Split)],
        };
        return true;
    }

    private static bool TryHeader(ReadOnlySpan<byte> file, out Header header, out FormatError error)
    {
        header = default;
        error = default;
        if (file.Length < 52 || !file.StartsWith("\u007fELF"u8) || file[4] is not (1 or 2) || file[5] is not (1 or 2) || (file[4] == 2 && file.Length < 64))
        {
            error = new FormatError(0, "no ELF file");
            return false;
        }

        header = new Header(IsWide: file[4] == 2, IsBigEndian: file[5] == 2);
        header = header with
        {
            Machine = header.Half(file[18..]),
            Table = header.IsWide ? header.Long(file[32..]) : header.Word(file[28..]),
            Size = header.Half(file[(header.IsWide ? 54 : 42)..]),
            Count = header.Half(file[(header.IsWide ? 56 : 44)..]),
        };
        var least = header.IsWide ? 56 : 32;
        if (header.Count > MaxSegments || (header.Count > 0 && header.Size < least))
        {
            error = new FormatError(header.IsWide ? 54 : 42, "the table of segments has entries of an unknown size, or too many");
            return false;
        }

        var end = (UInt128)header.Table + ((uint)header.Count * header.Size);
        if (end > (ulong)file.Length)
        {
            error = new FormatError(file.Length, "the table of segments lies beyond the end of the file");
            return false;
        }

        return true;
    }

    // DT_STRTAB is an address; the segment that is loaded there says where it is in the file.
    private static bool TryStrings(ReadOnlySpan<byte> file, List<Segment> segments, List<(ulong Tag, ulong Value)> dynamic, out ReadOnlySpan<byte> strings, out FormatError error)
    {
        strings = default;
        error = default;
        var address = dynamic.Find(entry => entry.Tag == 5).Value;
        if (address == 0)
        {
            return true;
        }

        foreach (var segment in segments)
        {
            if (segment.Type == LoadSegment && address >= segment.Address && address - segment.Address < segment.FileSize && segment.TryCut(file, out var bytes))
            {
                strings = bytes[(int)(address - segment.Address)..];
                return true;
            }
        }

        error = new FormatError(file.Length, "the names of libraries are in no segment");
        return false;
    }

    private static ImmutableArray<ByteString> Names(List<(ulong Tag, ulong Value)> dynamic, ReadOnlySpan<ulong> tags, ReadOnlySpan<byte> strings)
    {
        var names = ImmutableArray.CreateBuilder<ByteString>();
        foreach (var (tag, value) in dynamic)
        {
            if (tags.Contains(tag) && value < (ulong)strings.Length)
            {
                names.Add(new ByteString(UntilNul(strings[(int)value..])));
            }
        }

        return names.DrainToImmutable();
    }

    private static IEnumerable<ByteString> Split(ByteString paths)
    {
        for (var rest = paths.Memory; !rest.IsEmpty;)
        {
            var colon = rest.Span.IndexOf((byte)':');
            yield return new ByteString((colon < 0 ? rest : rest[..colon]).Span);
            rest = colon < 0 ? default : rest[(colon + 1)..];
        }
    }

    private static ReadOnlySpan<byte> UntilNul(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, MaxName)];
        var end = bytes.IndexOf((byte)0);
        return end < 0 ? bytes : bytes[..end];
    }

    private readonly record struct Segment(uint Type, ulong Offset, ulong Address, ulong FileSize)
    {
        public bool TryCut(ReadOnlySpan<byte> file, out ReadOnlySpan<byte> bytes)
        {
            var isInside = Offset <= (ulong)file.Length && FileSize <= (ulong)file.Length - Offset;
            bytes = isInside ? file.Slice((int)Offset, (int)FileSize) : default;
            return isInside;
        }
    }

    private readonly record struct Header(bool IsWide, bool IsBigEndian)
    {
        public ushort Machine { get; init; }

        public ulong Table { get; init; }

        public ushort Size { get; init; }

        public ushort Count { get; init; }

        public ushort Half(ReadOnlySpan<byte> at) => IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);

        public uint Word(ReadOnlySpan<byte> at) => IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);

        public ulong Long(ReadOnlySpan<byte> at) => IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at);

        public Segment SegmentAt(ReadOnlySpan<byte> file, int index)
        {
            var at = file[((int)Table + (index * Size))..];
            return IsWide ? new Segment(Word(at), Long(at[8..]), Long(at[16..]), Long(at[32..])) : new Segment(Word(at), Word(at[4..]), Word(at[8..]), Word(at[16..]));
        }

        public void Entries(ReadOnlySpan<byte> bytes, List<(ulong Tag, ulong Value)> into)
        {
            var size = IsWide ? 16 : 8;
            for (; bytes.Length >= size && into.Count < MaxEntries; bytes = bytes[size..])
            {
                var (tag, value) = IsWide ? (Long(bytes), Long(bytes[8..])) : (Word(bytes), Word(bytes[4..]));
                if (tag == 0)
                {
                    return;
                }

                into.Add((tag, value));
            }
        }
    }
}
