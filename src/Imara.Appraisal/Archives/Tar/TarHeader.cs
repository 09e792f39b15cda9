namespace Imara.Appraisal.Archives.Tar;

/// <summary>The fields of one header block; POSIX.1-1988 `ustar`, GNU's variant and the older form without a magic.</summary>
internal readonly ref struct TarHeader
{
    /// <summary>Size of a block in bytes.</summary>
    public const int BlockSize = 512;

    /// <summary>Byte offset of the size, 12 bytes.</summary>
    public const int SizeAt = 124;

    private const int ChecksumAt = 148;
    private const int ChecksumLength = 8;
    private const int TypeAt = 156;

    private readonly ReadOnlySpan<byte> block;

    /// <summary>Looks at one block.</summary>
    public TarHeader(ReadOnlySpan<byte> block) => this.block = block[..BlockSize];

    /// <summary>The type flag.</summary>
    public byte Type => block[TypeAt];

    /// <summary>True for the magic of POSIX; GNU's has blanks there, and uses the room of the prefix for other things.</summary>
    public bool IsUstar => block.Slice(257, 6).SequenceEqual("ustar\0"u8);

    /// <summary>The first part of the name: at most 155 bytes that stand before a slash and <see cref="Name"/>.</summary>
    public ReadOnlySpan<byte> Prefix => IsUstar ? Text(345, 155) : default;

    /// <summary>The name, at most 100 bytes.</summary>
    public ReadOnlySpan<byte> Name => Text(0, 100);

    /// <summary>What a link leads to, at most 100 bytes.</summary>
    public ReadOnlySpan<byte> LinkName => Text(157, 100);

    /// <summary>True if blocks with more of the map of a sparse file follow (GNU type `S`).</summary>
    public bool IsSparseExtended => block[482] != 0;

    /// <summary>True if the checksum is right; some old writers summed signed bytes.</summary>
    public bool IsChecksumRight
    {
        get
        {
            if (!TarNumber.TryRead(block.Slice(ChecksumAt, ChecksumLength), out var stated))
            {
                return false;
            }

            var (unsigned, signed) = Sum(block);
            return stated == unsigned || stated == signed;
        }
    }

    /// <summary>The mode; false if it is no number.</summary>
    public bool TryGetMode(out long mode) => TarNumber.TryRead(block.Slice(100, 8), out mode);

    /// <summary>The owner; false if it is no number.</summary>
    public bool TryGetUid(out long uid) => TarNumber.TryRead(block.Slice(108, 8), out uid);

    /// <summary>The group; false if it is no number.</summary>
    public bool TryGetGid(out long gid) => TarNumber.TryRead(block.Slice(116, 8), out gid);

    /// <summary>The number of bytes that follow; false if it is no number.</summary>
    public bool TryGetSize(out long size) => TarNumber.TryRead(block.Slice(SizeAt, 12), out size);

    /// <summary>Writes the size and then the checksum that fits.</summary>
    public static void SetSize(Span<byte> block, long size)
    {
        TarNumber.WriteOctal(block.Slice(SizeAt, 12), size);
        SetChecksum(block);
    }

    /// <summary>Writes the checksum in the form that all writers use: six digits, NUL, blank.</summary>
    public static void SetChecksum(Span<byte> block)
    {
        var (sum, _) = Sum(block);
        TarNumber.WriteOctal(block.Slice(ChecksumAt, ChecksumLength - 1), sum);
        block[ChecksumAt + ChecksumLength - 1] = (byte)' ';
    }

    private static (long Unsigned, long Signed) Sum(ReadOnlySpan<byte> block)
    {
        long unsigned = 0;
        long signed = 0;
        for (var i = 0; i < BlockSize; i++)
        {
            var value = i is >= ChecksumAt and < ChecksumAt + ChecksumLength ? (byte)' ' : block[i];
            unsigned += value;
            signed += (sbyte)value;
        }

        return (unsigned, signed);
    }

    private ReadOnlySpan<byte> Text(int at, int length)
    {
        var field = block.Slice(at, length);
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }
}
