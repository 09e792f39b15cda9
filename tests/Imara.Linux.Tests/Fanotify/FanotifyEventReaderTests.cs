using CsCheck;
using Imara.Linux.Fanotify;

namespace Imara.Linux.Tests.Fanotify;

public class FanotifyEventReaderTests
{
    // len 24, vers 3, metadata 24, mask OPEN_PERM, fd 7, tid 4711
    private static readonly byte[] Plain = Convert.FromHexString("18000000" + "03" + "00" + "1800" + "0000010000000000" + "07000000" + "67120000");

    // the same, 8 bytes longer: a pidfd record (type 4, length 8) with descriptor 9
    private static readonly byte[] WithPidFd = Convert.FromHexString("20000000" + "03" + "00" + "1800" + "0000040000000000" + "08000000" + "68120000" + "04000800" + "09000000");

    [Fact]
    public void Events_of_one_read_come_one_after_the_other()
    {
        var reader = new FanotifyEventReader([.. Plain, .. WithPidFd]);

        Assert.True(reader.TryRead(out var first, out _));
        Assert.True(reader.TryRead(out var second, out _));

        Assert.Equal(new FanotifyEvent(FanotifyMask.OpenPermission, 7, 4711), first);
        Assert.Equal(new FanotifyEvent(FanotifyMask.OpenExecPermission, 8, 4712, 9), second);
        Assert.True(reader.AtEnd);
        Assert.False(reader.TryRead(out _, out var error));
        Assert.Equal(default, error);
    }

    [Fact]
    public void An_overflow_event_has_no_descriptor_and_needs_no_response()
    {
        var bytes = Convert.FromHexString("18000000" + "03" + "00" + "1800" + "0040000000000000" + "FFFFFFFF" + "00000000");
        var reader = new FanotifyEventReader(bytes);

        Assert.True(reader.TryRead(out var value, out _));
        Assert.Equal(FanotifyMask.QueueOverflow, value.Mask);
        Assert.Equal(-1, value.Descriptor);
        Assert.False(value.NeedsResponse);
    }

    [Theory]
    [InlineData(4, 2, 28, "event version 2 is not 3")]
    [InlineData(0, 60, 24, "event length 60 with 24 bytes of metadata does not fit")]
    [InlineData(0, 23, 24, "event length 23 with 24 bytes of metadata does not fit")]
    [InlineData(6, 23, 24, "event length 24 with 23 bytes of metadata does not fit")]
    public void An_event_of_another_shape_is_refused_with_its_offset(int at, byte value, int offset, string message)
    {
        byte[] bytes = [.. Plain, .. Plain];
        bytes[24 + at] = value;
        var reader = new FanotifyEventReader(bytes);

        Assert.True(reader.TryRead(out _, out _));
        Assert.False(reader.TryRead(out _, out var error));
        Assert.Equal(new FormatError(offset, message), error);
        Assert.Equal(24, reader.Offset);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_and_the_reader_never_passes_the_end() =>
        Gen.Byte.Array[0, 100].Sample(bytes =>
        {
            var reader = new FanotifyEventReader(bytes);
            while (reader.TryRead(out _, out _))
            {
            }

            return reader.Offset <= bytes.Length;
        });
}
