using System.Text;
using Imara.Linux.Files;
using Imara.Linux.ProcFs;

namespace Imara.Linux.Tests.Files;

public sealed class FileFactsTests : IDisposable
{
    private static readonly Guid Uuid = new("12345678-9abc-4def-8123-456789abcdef");

    private readonly TemporaryMount ext4 = TemporaryMount.Ext4(Uuid);

    public void Dispose() => ext4.Dispose();

    [Fact]
    public void The_status_is_what_stat_prints()
    {
        var path = ext4.Write("file", "twelve bytes");
        Shell.Run($"chown 1234:567 {path}; chmod 4751 {path}; ln {path} {path}2");
        var expected = Shell.Run($"stat -c '%i %u %g %a %h %s %Hd %Ld %Y %Z %W' {path}");
        using var file = new OpenedFile(path);

        Assert.Equal(Errno.None, FileStatus.Read(file.Descriptor, out var s));

        var mode = Convert.ToString(s.Mode & 0xfff, 8);
        Assert.Equal(expected, $"{s.Inode} {s.Uid} {s.Gid} {mode} {s.Links} {s.Size} {s.Device >> 32} {(uint)s.Device} {s.Modified.Seconds} {s.Changed.Seconds} {s.Born.Seconds}");
        Assert.True(s.IsRegularFile);
        Assert.Equal(0x89e9U, s.Mode);
    }

    [Fact]
    public void The_status_of_a_path_is_that_of_the_open_file()
    {
        var path = ext4.Write("file", "x");
        using var file = new OpenedFile(path);
        using var elsewhere = new OpenedFile("/proc/self");

        Assert.Equal(Errno.None, FileStatus.Read(Encoding.UTF8.GetBytes(path), out var named));
        Assert.Equal(Errno.None, FileStatus.Read(file.Descriptor, out var open));
        Assert.Equal(Errno.None, FileStatus.Read(elsewhere.Descriptor, out var other));

        Assert.Equal(open, named);
        Assert.NotEqual(0UL, open.MountKey);
        Assert.NotEqual(open.MountKey, other.MountKey);
        Assert.Equal(Errno.ENOENT, FileStatus.Read("/nowhere/at/all"u8, out _));
    }

    [Fact]
    public void The_generation_is_what_lsattr_prints()
    {
        var path = ext4.Write("file", "x");
        using var file = new OpenedFile(path);
        using var elsewhere = new OpenedFile("/proc/self/status");

        Assert.Equal(Errno.None, InodeGeneration.Read(file.Descriptor, out var generation));

        Assert.NotEqual(0U, generation);
        Assert.Equal(Shell.Run($"lsattr -v {path}").Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], generation.ToString());
        Assert.Equal(Errno.ENOTTY, InodeGeneration.Read(elsewhere.Descriptor, out generation));
        Assert.Equal(0U, generation);
    }

    [Fact]
    public void The_super_block_on_the_device_has_the_uuid_that_the_kernel_tells()
    {
        using var file = new OpenedFile(ext4.Write("file", "x"));
        Assert.Equal(Errno.None, FileStatus.Read(file.Descriptor, out var status));
        Assert.Equal(Errno.None, SuperBlockUuid.Read(status.Device, out var uuid));
        Assert.Equal(Uuid, uuid);

        using var elsewhere = new OpenedFile("/proc/self");
        Assert.Equal(Errno.None, FileStatus.Read(elsewhere.Descriptor, out status));
        Assert.Equal(Errno.ENOENT, SuperBlockUuid.Read(status.Device, out uuid));
        Assert.Equal(Guid.Empty, uuid);
    }

    [Fact]
    public void A_super_block_is_known_by_its_magic_number()
    {
        var start = new byte[2048];
        Assert.False(SuperBlockUuid.TryParse(start, out _));
        Uuid.TryWriteBytes(start.AsSpan(32), bigEndian: true, out _);
        Assert.False(SuperBlockUuid.TryParse(start, out _));
        "XFSB"u8.CopyTo(start);
        Assert.True(SuperBlockUuid.TryParse(start, out var uuid));
        Assert.Equal(Uuid, uuid);
        Assert.False(SuperBlockUuid.TryParse(start.AsSpan(0, 2047), out _));
    }

    [Fact]
    public void A_directory_is_no_regular_file()
    {
        using var directory = new OpenedFile(ext4.Root);
        Assert.Equal(Errno.None, FileStatus.Read(directory.Descriptor, out var status));
        Assert.False(status.IsRegularFile);
    }

    [Fact]
    public void The_super_block_tells_its_magic_and_its_uuid()
    {
        using var file = new OpenedFile(ext4.Write("file", ""));

        Assert.Equal(Errno.None, FileSystemFacts.Magic(file.Descriptor, out var magic));
        Assert.Equal(0xef53UL, magic);
        Assert.Equal(Errno.None, FileSystemFacts.Uuid(file.Descriptor, out var uuid));
        Assert.Equal(Uuid, uuid);
    }

    [Fact]
    public void A_file_system_without_a_uuid_has_the_nil_one()
    {
        using var directory = new OpenedFile("/proc/self");
        Assert.Equal(Errno.ENOTTY, FileSystemFacts.Uuid(directory.Descriptor, out var uuid));
        Assert.Equal(Guid.Empty, uuid);
        Assert.Equal(Errno.None, FileSystemFacts.Magic(directory.Descriptor, out var magic));
        Assert.Equal(0x9fa0UL, magic);
    }

    [Fact]
    public void The_mount_is_found_by_its_id_in_mountinfo()
    {
        using var file = new OpenedFile(ext4.Write("file", ""));

        Assert.Equal(Errno.None, DescriptorInfo.Read(file.Descriptor, out var info));
        Assert.Equal(Errno.None, ProcFile.ReadWhole("/proc/self/mountinfo"u8, out var mounts));

        Assert.True(MountInfoReader.TryFind(mounts, info.MountId, out var entry));
        Assert.Equal("ext4", Encoding.UTF8.GetString(entry.FileSystemType));
        Assert.Equal(ext4.Root, Encoding.UTF8.GetString(entry.MountPoint));
    }

    [Fact]
    public void An_extended_attribute_is_read_as_bytes()
    {
        var path = ext4.Write("file", "");
        using var file = new OpenedFile(path);
        var value = new byte[16];
        Assert.Equal(Errno.ENODATA, ExtendedAttributes.Read(file.Descriptor, "security.ima"u8, value, out _));

        Assert.Equal(Errno.None, ExtendedAttributes.Write(file.Descriptor, "security.ima"u8, [4, 4, 0, 255, 128]));

        Assert.Equal(Errno.None, ExtendedAttributes.Read(file.Descriptor, "security.ima"u8, value, out var length));
        Assert.Equal([4, 4, 0, 255, 128], value[..length]);
        Assert.Equal(Errno.None, ExtendedAttributes.Read(file.Descriptor, "security.ima"u8, [], out length));
        Assert.Equal(5, length);
        Assert.Equal(Errno.ERANGE, ExtendedAttributes.Read(file.Descriptor, "security.ima"u8, new byte[4], out _));
        Assert.Equal("0404", Shell.Run($"python3 -c 'import os; print(os.getxattr(\"{path}\", \"security.ima\").hex())'")[..4]);
        Assert.Equal(Errno.EOPNOTSUPP, ExtendedAttributes.Write(file.Descriptor, "nowhere.ima"u8, [1]));
    }

    [Fact]
    public void A_file_without_fs_verity_has_no_digest_of_it()
    {
        using var file = new OpenedFile(ext4.Write("file", "x"));
        Assert.NotEqual(Errno.None, FsVerity.Measure(file.Descriptor, out var algorithm, new byte[64], out var length));
        Assert.Equal((0, 0), (algorithm, length));
    }

    [Fact]
    public void Reading_at_an_offset_stops_at_the_end_of_the_file()
    {
        using var file = new OpenedFile(ext4.Write("file", "0123456789"));
        var buffer = new byte[6];

        Assert.Equal(Errno.None, Descriptor.ReadAt(file.Descriptor, buffer, 2, out var length));
        Assert.Equal("234567", Encoding.ASCII.GetString(buffer, 0, length));
        Assert.Equal(Errno.None, Descriptor.ReadAt(file.Descriptor, buffer, 8, out length));
        Assert.Equal("89", Encoding.ASCII.GetString(buffer, 0, length));
        Assert.Equal(Errno.None, Descriptor.ReadAt(file.Descriptor, buffer, 10, out length));
        Assert.Equal(0, length);
        Assert.Equal(Errno.EBADF, Descriptor.ReadAt(-1, buffer, 0, out _));
    }

    [Fact]
    public void The_path_of_a_descriptor_is_its_name_and_a_flag_when_the_name_is_gone()
    {
        var path = ext4.Write("na me", "");
        using var file = new OpenedFile(path);
        var buffer = new byte[DescriptorPath.MaxLength];

        Assert.Equal(Errno.None, DescriptorPath.Read(file.Descriptor, buffer, out var length, out var deleted));
        Assert.Equal((path, false), (Encoding.UTF8.GetString(buffer, 0, length), deleted));
        File.Delete(path);
        Assert.Equal(Errno.None, DescriptorPath.Read(file.Descriptor, buffer, out length, out deleted));
        Assert.Equal((path, true), (Encoding.UTF8.GetString(buffer, 0, length), deleted));
        Assert.Equal(Errno.ERANGE, DescriptorPath.Read(file.Descriptor, new byte[8], out _, out _));
    }

    [Fact]
    public void A_path_with_a_nul_or_beyond_the_limit_is_refused_before_the_kernel_sees_it()
    {
        Assert.Equal(Errno.EINVAL, Descriptor.Open("/etc\0/passwd"u8, OpenFlags.ReadOnly, out var descriptor));
        Assert.Equal(-1, descriptor);
        Assert.Equal(Errno.ENAMETOOLONG, Descriptor.Open(new byte[5000].Select(_ => (byte)'a').ToArray(), OpenFlags.ReadOnly, out _));
    }
}
