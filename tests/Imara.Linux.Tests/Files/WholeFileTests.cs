using System.Text;
using Imara.Linux.Files;

namespace Imara.Linux.Tests.Files;

public sealed class WholeFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-whole-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((16 << 10) - 1)]
    [InlineData(16 << 10)]
    [InlineData((16 << 10) + 1)]
    [InlineData(1_000_000)]
    public void A_file_of_any_size_is_read_whole(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        File.WriteAllBytes(PathOf("file"), bytes);
        Assert.Equal((Errno.None, Encoding.Latin1.GetString(bytes)), Read("file", size));
    }

    [Fact]
    public void A_file_that_claims_to_be_empty_is_read_to_its_end()
    {
        Assert.Equal(Errno.None, WholeFile.Read("/proc/self/status"u8, WholeFile.UsualCap, ReadOptions.None, out var content));
        Assert.StartsWith("Name:", Encoding.ASCII.GetString(content));
        Assert.Equal(Errno.None, WholeFile.Read("/proc/self/maps", out content));
        Assert.True(content.Length > 16 << 10);
        Assert.Equal((byte)'\n', content[^1]);
    }

    [Theory]
    [InlineData("/proc", Errno.EISDIR)]
    [InlineData("/dev/null", Errno.EINVAL)]
    [InlineData("/nowhere/x", Errno.ENOENT)]
    [InlineData("/dev/null/x", Errno.ENOTDIR)]
    [InlineData("/dev/nu\0ll", Errno.EINVAL)]
    public void What_is_no_file_is_refused(string path, Errno expected) => Assert.Equal(expected, WholeFile.Read(path, out _));

    [Fact]
    public void A_file_over_the_cap_is_refused_whatever_it_claims()
    {
        File.WriteAllBytes(PathOf("file"), new byte[100_001]);
        Assert.Equal((Errno.EFBIG, string.Empty), Read("file", 100_000));
        Assert.Equal(Errno.EFBIG, WholeFile.Read("/proc/self/status"u8, 10, ReadOptions.None, out _));
        Assert.Equal(Errno.EFBIG, WholeFile.Read("/dev/zero"u8, 100_000, ReadOptions.AnyKind, out _));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 10)]
    [InlineData(100, 50)]
    public void The_beginning_of_a_file_is_read_without_the_rest(int most, int expected)
    {
        File.WriteAllBytes(PathOf("file"), new byte[50]);
        Assert.Equal(Errno.None, WholeFile.ReadStart(Bytes("file"), most, ReadOptions.None, out var content));
        Assert.Equal(expected, content.Length);
        Assert.Equal(Errno.None, WholeFile.ReadStart("/dev/zero"u8, most, ReadOptions.AnyKind, out content));
        Assert.Equal(most, content.Length);
    }

    [Fact]
    public void A_pipe_nobody_writes_to_is_refused_and_not_waited_for()
    {
        Shell.Run($"mkfifo {PathOf("pipe")}");
        Assert.Equal((Errno.EINVAL, string.Empty), Read("pipe", 100));
        Assert.Equal(Errno.EINVAL, WholeFile.Read("/dev/zero"u8, 100, ReadOptions.None, out _));
    }

    [Fact]
    public async Task A_pipe_is_read_where_it_is_asked_for()
    {
        Shell.Run($"mkfifo {PathOf("pipe")}");
        var writer = Task.Run(() => File.WriteAllText(PathOf("pipe"), new string('x', 100_000)), TestContext.Current.CancellationToken);
        Assert.Equal(Errno.None, WholeFile.Read(Bytes("pipe"), WholeFile.UsualCap, ReadOptions.AnyKind, out var content));
        Assert.Equal(100_000, content.Length);
        await writer;
    }

    [Fact]
    public void A_folder_and_a_missing_file_are_told_apart()
    {
        Directory.CreateDirectory(PathOf("folder"));
        Assert.Equal((Errno.EISDIR, string.Empty), Read("folder", 100));
        Assert.Equal((Errno.ENOENT, string.Empty), Read("missing", 100));
        Assert.Equal(Errno.EISDIR, WholeFile.Read(Bytes("folder"), 100, ReadOptions.AnyKind, out _));
    }

    [Fact]
    public void A_link_is_followed_unless_that_is_ruled_out()
    {
        File.WriteAllText(PathOf("file"), "x");
        File.CreateSymbolicLink(PathOf("link"), "file");
        Assert.Equal((Errno.None, "x"), Read("link", 100));
        Assert.Equal(Errno.ELOOP, WholeFile.Read(Bytes("link"), 100, ReadOptions.NoFollow, out _));
    }

    [Fact]
    public void A_name_is_looked_up_in_the_folder_that_is_open()
    {
        Directory.CreateDirectory(PathOf("folder"));
        File.WriteAllText(PathOf("folder/file"), "inside");
        Assert.Equal(Errno.None, OpenFolder.Open(Bytes("folder"), out var open));
        using (open)
        {
            Directory.Move(PathOf("folder"), PathOf("moved"));
            Directory.CreateDirectory(PathOf("folder"));
            File.WriteAllText(PathOf("folder/file"), "another");
            Assert.Equal(Errno.None, WholeFile.Read(open!.Descriptor, "file"u8, 100, ReadOptions.NoFollow, out var content, out var status));
            Assert.Equal("inside", Encoding.ASCII.GetString(content));
            Assert.Equal(6, status.Size);
        }
    }

    private (Errno Error, string Content) Read(string name, int cap) =>
        (WholeFile.Read(Bytes(name), cap, ReadOptions.None, out var content), Encoding.Latin1.GetString(content));

    private string PathOf(string name) => Path.Combine(folder, name);

    private byte[] Bytes(string name) => Encoding.UTF8.GetBytes(PathOf(name));
}
