using System.Buffers.Binary;
using Imara.Evaluation.Hooks;

namespace Imara.Runtime.Executions;

/// <summary>What the first bytes of an executed file say about how the kernel goes on. Pure.</summary>
/// <param name="Format">The kind of file.</param>
/// <param name="Interpreter">For ELF: the path in PT_INTERP without its NUL; empty if there is none.</param>
internal readonly record struct ProgramImage(ProgramFormat Format, byte[] Interpreter)
{
    private const int HeadSize = 1024;
    private const int MaxPath = 4096;
    private const int MaxTableSize = 65536;
    private const uint PtInterp = 3;

    /// <summary>Reads the beginning of a file. Damaged ELF files are told as ELF without interpreter: the kernel refuses them itself.</summary>
    /// <remarks>elf(5): header and program header table.</remarks>
    internal static ProgramImage Read<T>(T content)
        where T : struct, IContent
    {
        Span<byte> head = stackalloc byte[HeadSize];
        head = head[..content.ReadAt(0, head)];
        var format = ProgramFormats.Of(head);
        return new ProgramImage(format, format == ProgramFormat.Elf ? FindInterpreter(content, head) : []);
    }

    private static byte[] FindInterpreter<T>(T content, ReadOnlySpan<byte> head)
        where T : struct, IContent
    {
        // e_ident: class at 4 (1: 32, 2: 64 bits), byte order at 5 (2: big endian).
        if (head.Length < 64 || head[4] is not (1 or 2))
        {
            return [];
        }

        var wide = head[4] == 2;
        var big = head[5] == 2;
        var tableOffset = Word(head, wide ? 32 : 28, wide, big);
        var entrySize = Half(head, wide ? 54 : 42, big);
        var count = Half(head, wide ? 56 : 44, big);
        if (entrySize != (wide ? 56 : 32) || entrySize * count > MaxTableSize || tableOffset > long.MaxValue - MaxTableSize)
        {
            return [];
        }

        Span<byte> entry = stackalloc byte[56];
        entry = entry[..entrySize];
        for (var i = 0; i < count; i++)
        {
            if (!TryRead(content, head, (long)tableOffset + (i * entrySize), entry))
            {
                return [];
            }

            // 64 bits: p_type 0, p_offset 8, p_filesz 32. 32 bits: p_type 0, p_offset 4, p_filesz 16.
            if (Number(entry, big) == PtInterp)
            {
                return ReadPath(content, head, Word(entry, wide ? 8 : 4, wide, big), Word(entry, wide ? 32 : 16, wide, big));
            }
        }

        return [];
    }

    private static byte[] ReadPath<T>(T content, ReadOnlySpan<byte> head, ulong offset, ulong size)
        where T : struct, IContent
    {
        if (size is < 2 or > MaxPath || offset > long.MaxValue - MaxPath)
        {
            return [];
        }

        var path = new byte[(int)size];
        return TryRead(content, head, (long)offset, path) && path[^1] == 0 ? path[..path.AsSpan().IndexOf((byte)0)] : [];
    }

    private static bool TryRead<T>(T content, ReadOnlySpan<byte> head, long offset, Span<byte> target)
        where T : struct, IContent
    {
        if (offset + target.Length <= head.Length)
        {
            head.Slice((int)offset, target.Length).CopyTo(target);
            return true;
        }

        return content.ReadAt(offset, target) == target.Length;
    }

    private static int Half(ReadOnlySpan<byte> from, int at, bool big) =>
        big ? BinaryPrimitives.ReadUInt16BigEndian(from[at..]) : BinaryPrimitives.ReadUInt16LittleEndian(from[at..]);

    private static uint Number(ReadOnlySpan<byte> from, bool big) =>
        big ? BinaryPrimitives.ReadUInt32BigEndian(from) : BinaryPrimitives.ReadUInt32LittleEndian(from);

    private static ulong Word(ReadOnlySpan<byte> from, int at, bool wide, bool big) => wide
        ? big ? BinaryPrimitives.ReadUInt64BigEndian(from[at..]) : BinaryPrimitives.ReadUInt64LittleEndian(from[at..])
        : Number(from[at..], big);
}
