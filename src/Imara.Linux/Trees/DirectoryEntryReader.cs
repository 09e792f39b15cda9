using System.Buffers.Binary;

namespace Imara.Linux.Trees;

/// <summary>Walks over the answer of getdents64(2). Pure.</summary>
internal ref struct DirectoryEntryReader(ReadOnlySpan<byte> entries)
{
    /// <summary>DT_UNKNOWN: the file system does not tell here.</summary>
    internal const byte UnknownType = 0;

    /// <summary>DT_DIR.</summary>
    internal const byte DirectoryType = 4;

    /// <summary>DT_REG.</summary>
    internal const byte RegularType = 8;

    private const int NameOffset = 19;
    private readonly ReadOnlySpan<byte> entries = entries;
    private int offset;

    /// <summary>Reads the next entry but <c>.</c> and <c>..</c>; false at the end, and for an entry of another shape, which no kernel makes.</summary>
    /// <param name="type">d_type.</param>
    /// <param name="nameOffset">Where the name begins, which ends with a NUL.</param>
    /// <param name="nameLength">Its length without the NUL.</param>
    internal bool TryRead(out byte type, out int nameOffset, out int nameLength)
    {
        // struct linux_dirent64: ino 0, off 8, reclen 16 (16 bits), type 18, name 19
        while (entries.Length - offset > NameOffset)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(entries[(offset + 16)..]);
            if (length <= NameOffset || length > entries.Length - offset)
            {
                break;
            }

            type = entries[offset + 18];
            nameOffset = offset + NameOffset;
            nameLength = entries[nameOffset..(offset + length)].IndexOf((byte)0);
            offset += length;
            if (nameLength < 0)
            {
                break;
            }

            var name = entries.Slice(nameOffset, nameLength);
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                return true;
            }
        }

        type = 0;
        nameOffset = 0;
        nameLength = 0;
        return false;
    }
}
