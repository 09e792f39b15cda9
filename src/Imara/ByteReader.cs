using System.Buffers.Binary;

namespace Imara;

/// <summary>Reads numbers and runs of bytes from untrusted input; a read that fails leaves the reader where it was.</summary>
public ref struct ByteReader
{
    private readonly ReadOnlySpan<byte> input;
    private readonly bool bigEndian;

    /// <summary>Starts at the first byte of <paramref name="input"/>.</summary>
    /// <param name="input">The whole input.</param>
    /// <param name="bigEndian">Byte order of the numbers.</param>
    public ByteReader(ReadOnlySpan<byte> input, bool bigEndian = false)
    {
        this.input = input;
        this.bigEndian = bigEndian;
    }

    /// <summary>Offset of the next byte, from 0.</summary>
    public int Offset { get; private set; }

    /// <summary>Number of bytes not read yet.</summary>
    public readonly int Remaining => input.Length - Offset;

    /// <summary>True if nothing is left.</summary>
    public readonly bool AtEnd => Offset == input.Length;

    /// <summary>Reads one byte.</summary>
    public bool TryReadByte(out byte value)
    {
        value = 0;
        if (Remaining < 1)
        {
            return false;
        }

        value = input[Offset++];
        return true;
    }

    /// <summary>Reads two bytes in the reader's byte order.</summary>
    public bool TryReadUInt16(out ushort value)
    {
        value = 0;
        if (Remaining < 2)
        {
            return false;
        }

        var at = input.Slice(Offset, 2);
        value = bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);
        Offset += 2;
        return true;
    }

    /// <summary>Reads four bytes in the reader's byte order.</summary>
    public bool TryReadUInt32(out uint value)
    {
        value = 0;
        if (Remaining < 4)
        {
            return false;
        }

        var at = input.Slice(Offset, 4);
        value = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
        Offset += 4;
        return true;
    }

    /// <summary>Reads eight bytes in the reader's byte order.</summary>
    public bool TryReadUInt64(out ulong value)
    {
        value = 0;
        if (Remaining < 8)
        {
            return false;
        }

        var at = input.Slice(Offset, 8);
        value = bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at);
        Offset += 8;
        return true;
    }

    /// <summary>Takes <paramref name="count"/> bytes; false if fewer are left, whatever the count is.</summary>
    public bool TryReadBytes(uint count, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (count > (uint)Remaining)
        {
            return false;
        }

        value = input.Slice(Offset, (int)count);
        Offset += (int)count;
        return true;
    }
}
