using System.Text;
using CsCheck;
using Imara.Linux.ProcFs;

namespace Imara.Linux.Tests.ProcFs;

public class MountInfoReaderTests
{
    [Fact]
    public void A_line_gives_ids_places_type_and_source()
    {
        var reader = new MountInfoReader("36 35 98:0 /mnt1 /mnt\\0402 rw,nosuid,noatime shared:7 master:1 - fuse.sshfs me@host:/ rw,errors=continue\n"u8);

        Assert.True(reader.TryRead(out var entry, out _));

        Assert.Equal((36, 35), (entry.Id, entry.ParentId));
        Assert.Equal("/mnt1", Text(entry.Root));
        Assert.Equal("/mnt 2", Unescape(entry.MountPoint));
        Assert.Equal("fuse", Text(entry.FileSystemType));
        Assert.Equal("sshfs", Text(entry.FileSystemSubtype));
        Assert.Equal("me@host:/", Text(entry.Source));
        Assert.True(entry.HasOption("nosuid"u8));
        Assert.False(entry.HasOption("nosui"u8));
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void A_line_without_optional_fields_subtype_and_line_feed_is_read_too()
    {
        var reader = new MountInfoReader("21 1 0:20 / /proc rw - proc proc rw"u8);

        Assert.True(reader.TryRead(out var entry, out _));
        Assert.Equal("proc", Text(entry.FileSystemType));
        Assert.True(entry.FileSystemSubtype.IsEmpty);
        Assert.True(reader.AtEnd);
    }

    [Theory]
    [InlineData("x 1 0:20 / / rw - proc proc rw\n", "a mount does not begin with two numbers")]
    [InlineData("\n", "a mount does not begin with two numbers")]
    [InlineData("21 1 0:20 / / rw shared:1\n", "a mount does not name its file system type after a dash")]
    [InlineData("21 1 0:20 / / rw -\n", "a mount does not name its file system type after a dash")]
    public void A_line_of_another_shape_is_refused_with_its_offset(string line, string message)
    {
        var good = "36 35 98:0 / / rw - ext4 /dev/a rw\n";
        var reader = new MountInfoReader(Encoding.ASCII.GetBytes(good + line));

        Assert.True(reader.TryRead(out _, out _));
        Assert.False(reader.TryRead(out _, out var error));
        Assert.Equal(new FormatError(good.Length, message), error);
        Assert.Equal(good.Length, reader.Offset);
    }

    [Fact]
    public void Any_bytes_survive_escaping_and_unescaping() =>
        Gen.Byte.Array[0, 40].Sample(bytes =>
        {
            var escaped = new List<byte>();
            foreach (var b in bytes)
            {
                escaped.AddRange(b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\\' or (byte)'#'
                    ? Encoding.ASCII.GetBytes($"\\{Convert.ToString(b, 8).PadLeft(3, '0')}")
                    : [b]);
            }

            var target = new byte[escaped.Count];
            return MountEntry.TryUnescape(escaped.ToArray(), target, out var length) && target.AsSpan(0, length).SequenceEqual(bytes);
        });

    [Fact]
    public void A_target_that_is_too_small_is_refused() => Assert.False(MountEntry.TryUnescape("abc"u8, new byte[2], out _));

    [Fact]
    public void The_mounts_of_this_machine_are_all_understood()
    {
        Assert.Equal(Errno.None, ProcFile.ReadWhole("/proc/self/mountinfo"u8, out var mounts));
        var reader = new MountInfoReader(mounts);
        var count = 0;
        while (reader.TryRead(out _, out _))
        {
            count++;
        }

        Assert.True(reader.AtEnd);
        Assert.Equal(mounts.Count(b => b == '\n'), count);
    }

    [Fact]
    public void A_descriptors_facts_hold_its_mount()
    {
        Assert.True(DescriptorInfo.TryParse("pos:\t0\nflags:\t02100000\nmnt_id:\t29\nino:\t1033\n"u8, out var info));
        Assert.Equal(new DescriptorInfo(29, 0x88000), info);
        Assert.False(DescriptorInfo.TryParse("pos:\t0\nflags:\t02100000\n"u8, out _));
        Assert.False(DescriptorInfo.TryParse("pos:\t0\nflags:\t9\nmnt_id:\t29\n"u8, out _));
        Assert.False(DescriptorInfo.TryParse("pos:\t0\nflags:\t0210000000000000\nmnt_id:\t29\n"u8, out _));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        var target = new byte[escaped.Length];
        Assert.True(MountEntry.TryUnescape(escaped, target, out var length));
        return Text(target.AsSpan(0, length));
    }
}
