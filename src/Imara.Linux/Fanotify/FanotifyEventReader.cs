using System.Runtime.InteropServices;

namespace Imara.Linux.Fanotify;

/// <summary>Walks over the events of one read from a group. Pure; numbers are in the byte order of the machine.</summary>
/// <remarks>
/// docs/reference/runtime-notes.md, Constants. An event has 24 bytes, information records may follow up to its length:
/// u32 event_len, u8 vers (3), u8 reserved, u16 metadata_len, u64 mask, s32 fd, s32 pid.
/// </remarks>
public ref struct FanotifyEventReader
{
    /// <summary>Size of an event without information records, in bytes.</summary>
    public const int EventSize = 24;

    private const byte Version = 3;
    private const byte PidFdRecord = 4;

    private readonly ReadOnlySpan<byte> input;

    /// <summary>Starts at the first event of <paramref name="input"/>.</summary>
    public FanotifyEventReader(ReadOnlySpan<byte> input) => this.input = input;

    /// <summary>Offset of the next event, from 0.</summary>
    public int Offset { get; private set; }

    /// <summary>True if every event has been read.</summary>
    public readonly bool AtEnd => Offset == input.Length;

    /// <summary>Reads one event. False at the end, and for bytes that are no event: then the reader has not moved and <paramref name="error"/> says why.</summary>
    public bool TryRead(out FanotifyEvent value, out FormatError error)
    {
        value = default;
        error = default;
        if (AtEnd)
        {
            return false;
        }

        var rest = input[Offset..];
        if (rest.Length < EventSize)
        {
            error = new FormatError(Offset, "event is cut off");
            return false;
        }

        var length = MemoryMarshal.Read<uint>(rest);
        if (rest[4] != Version)
        {
            error = new FormatError(Offset + 4, $"event version {rest[4]} is not {Version}");
            return false;
        }

        var metadata = MemoryMarshal.Read<ushort>(rest[6..]);
        if (metadata < EventSize || length < metadata || length > rest.Length)
        {
            error = new FormatError(Offset, $"event length {length} with {metadata} bytes of metadata does not fit");
            return false;
        }

        var mask = MemoryMarshal.Read<ulong>(rest[8..]);
        var descriptor = MemoryMarshal.Read<int>(rest[16..]);
        var thread = MemoryMarshal.Read<int>(rest[20..]);
        value = new FanotifyEvent((FanotifyMask)mask, descriptor, thread, PidDescriptor(rest[metadata..(int)length]));
        Offset += (int)length;
        return true;
    }

    // Records: u8 type, u8 pad, u16 length including this header.
    private static int PidDescriptor(ReadOnlySpan<byte> records)
    {
        while (records.Length >= 4)
        {
            var length = MemoryMarshal.Read<ushort>(records[2..]);
            if (length < 4 || length > records.Length)
            {
                return -1;
            }

            if (records[0] == PidFdRecord && length >= 8)
            {
                return MemoryMarshal.Read<int>(records[4..]);
            }

            records = records[length..];
        }

        return -1;
    }
}
