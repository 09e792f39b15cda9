using CsCheck;

namespace Imara.Tests;

public class ByteReaderTests
{
    [Theory]
    [InlineData(false, 0x0201, 0x06050403u)]
    [InlineData(true, 0x0102, 0x03040506u)]
    public void Numbers_come_in_the_byte_order_asked_for(bool bigEndian, ushort first, uint second)
    {
        var reader = new ByteReader([1, 2, 3, 4, 5, 6], bigEndian);
        Assert.True(reader.TryReadUInt16(out var small));
        Assert.True(reader.TryReadUInt32(out var large));
        Assert.Equal((first, second), (small, large));
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void A_read_that_fails_leaves_the_reader_where_it_was() => Gen.Select(Gen.Byte.Array[0, 12], Gen.UInt).Sample((input, count) =>
    {
        var reader = new ByteReader(input);
        _ = reader.TryReadByte(out _);
        var offset = reader.Offset;
        var isRead = reader.TryReadBytes(count, out var taken);
        Assert.Equal(count <= input.Length - offset, isRead);
        Assert.Equal(isRead ? offset + (int)count : offset, reader.Offset);
        Assert.Equal(isRead ? (int)count : 0, taken.Length);
        Assert.Equal(reader.Remaining >= 8, new ByteReader(input.AsSpan(reader.Offset)).TryReadUInt64(out _));
    });
}
