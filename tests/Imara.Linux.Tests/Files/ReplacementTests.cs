using System.Text;
using Imara.Linux.Files;

namespace Imara.Linux.Tests.Files;

public sealed class ReplacementTests : IDisposable
{
    private const int UsualMode = 0x1a4; // 0644

    private readonly string folder = Directory.CreateTempSubdirectory("imara-replacement-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_is_put_in_the_place_of_another()
    {
        File.WriteAllText(PathOf("file"), "old");
        Assert.Equal(Errno.None, Put("file", "new"));
        Assert.Equal("new", File.ReadAllText(PathOf("file")));
        Assert.Equal(UsualMode, (int)File.GetUnixFileMode(PathOf("file")));
        Assert.Equal(["file"], Names());
    }

    [Fact]
    public void Until_it_is_placed_a_reader_finds_the_old_file()
    {
        File.WriteAllText(PathOf("file"), "old");
        using var made = Begin("file");
        Assert.Equal(Errno.None, made.Write("new"u8));
        Assert.Equal("old", File.ReadAllText(PathOf("file")));
        Assert.Equal(Errno.None, made.Place());
        Assert.Equal("new", File.ReadAllText(PathOf("file")));
    }

    [Fact]
    public void What_is_not_placed_leaves_nothing_behind()
    {
        using (var made = Begin("file"))
        {
            Assert.Equal(Errno.None, made.Write("new"u8));
            Assert.Single(Names());
        }

        Assert.Empty(Names());
    }

    [Fact]
    public void It_is_its_owners_alone_from_the_first_moment()
    {
        using var made = Begin("file");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf(Names().Single())));
    }

    [Fact]
    public void What_is_there_stays_where_a_new_file_was_asked_for()
    {
        File.WriteAllText(PathOf("file"), "old");
        using (var made = Begin("file"))
        {
            Assert.Equal(Errno.EEXIST, made.Place(overwrites: false));
        }

        using (var made = Begin("another"))
        {
            Assert.Equal(Errno.None, made.Place(overwrites: false));
        }

        Assert.Equal("old", File.ReadAllText(PathOf("file")));
        Assert.Equal(["another", "file"], Names());
    }

    [Fact]
    public void A_link_stays_and_its_target_is_replaced_or_the_link_is()
    {
        Directory.CreateDirectory(PathOf("below"));
        File.WriteAllText(PathOf("below/file"), "old");
        File.CreateSymbolicLink(PathOf("link"), "below/second");
        File.CreateSymbolicLink(PathOf("below/second"), "file");
        Assert.Equal(Errno.None, Replacement.Put(Bytes("link"), followsLink: true, "new"u8, UsualMode));
        Assert.Equal("new", File.ReadAllText(PathOf("below/file")));
        Assert.NotNull(new FileInfo(PathOf("below/second")).LinkTarget);

        Assert.Equal(Errno.None, Replacement.Put(Bytes("link"), followsLink: false, "third"u8, UsualMode));
        Assert.Null(new FileInfo(PathOf("link")).LinkTarget);
        Assert.Equal("new", File.ReadAllText(PathOf("below/file")));
    }

    [Fact]
    public void A_link_is_put_in_the_place_of_a_file()
    {
        File.WriteAllText(PathOf("file"), "old");
        Assert.Equal(Errno.None, OpenFolder.Open(Encoding.UTF8.GetBytes(folder), out var open));
        using (open)
        {
            Assert.Equal(Errno.None, Replacement.PutLink(open!.Descriptor, "file"u8, "/somewhere/else"u8));
            Assert.Equal(Errno.EINVAL, Replacement.PutLink(open.Descriptor, "a/b"u8, "x"u8));
            Assert.Equal(Errno.ENOENT, Replacement.PutLink(open.Descriptor, "file"u8, ""u8));
        }

        Assert.Equal("/somewhere/else", new FileInfo(PathOf("file")).LinkTarget);
        Assert.Equal(["file"], Names());
    }

    [Fact]
    public void A_link_that_leads_to_itself_is_an_error()
    {
        File.CreateSymbolicLink(PathOf("link"), "link");
        Assert.Equal(Errno.ELOOP, Replacement.Put(Bytes("link"), followsLink: true, "x"u8, UsualMode));
    }

    [Fact]
    public void A_link_that_somebody_left_in_a_shared_folder_is_not_followed()
    {
        File.WriteAllText(PathOf("victim"), "old");
        Directory.CreateDirectory(PathOf("shared"));
        Shell.Run($"chmod 1777 {PathOf("shared")}; ln -s ../victim {PathOf("shared/link")}; chown -h 65534:65534 {PathOf("shared/link")}");
        Assert.Equal(Errno.EACCES, Replacement.Put(Bytes("shared/link"), followsLink: true, "x"u8, UsualMode));
        Assert.Equal("old", File.ReadAllText(PathOf("victim")));
    }

    [Fact]
    public void A_folder_that_becomes_a_link_leads_nothing_elsewhere()
    {
        Directory.CreateDirectory(PathOf("folder"));
        Directory.CreateDirectory(PathOf("victim"));
        Assert.Equal(Errno.None, OpenFolder.Open(Bytes("folder"), out var open));
        using (open)
        {
            Assert.Equal(Errno.None, Replacement.Begin(open!.Descriptor, "placed"u8, out var placed));
            Assert.Equal(Errno.None, Replacement.Begin(open.Descriptor, "dropped"u8, out var dropped));
            Directory.Move(PathOf("folder"), PathOf("moved"));
            File.CreateSymbolicLink(PathOf("folder"), "victim");
            using (placed)
            {
                Assert.Equal(Errno.None, placed!.Place());
            }

            dropped!.Dispose();
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(PathOf("victim")));
        Assert.Equal(["placed"], Directory.EnumerateFileSystemEntries(PathOf("moved")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    public void What_is_no_name_in_the_folder_is_refused(string name)
    {
        Assert.Equal(Errno.None, OpenFolder.Open(Encoding.UTF8.GetBytes(folder), out var open));
        using (open)
        {
            Assert.Equal(Errno.EINVAL, Replacement.Put(open!.Descriptor, Encoding.ASCII.GetBytes(name), "x"u8, UsualMode));
            Assert.Equal(Errno.EINVAL, open.OpenBelow(Encoding.ASCII.GetBytes(name), out _));
            Assert.Equal(Errno.EINVAL, open.Remove(Encoding.ASCII.GetBytes(name)));
        }

        Assert.Empty(Names());
    }

    [Fact]
    public void A_name_as_long_as_names_can_be_is_written_too()
    {
        var name = new string('n', 255);
        Assert.Equal(Errno.None, Put(name, "x"));
        Assert.Equal([name], Names());
        Assert.Equal(Errno.ENAMETOOLONG, Put(name + "n", "x"));
        Assert.Equal([name], Names());
    }

    [Fact]
    public void A_path_that_cannot_be_a_files_is_refused()
    {
        Assert.Equal(Errno.EISDIR, Put("missing/", "x"));
        Assert.Equal(Errno.EISDIR, Put("..", "x"));
        Assert.Equal(Errno.ENOENT, Put("missing/file", "x"));
        Directory.CreateDirectory(PathOf("folder"));
        Assert.Equal(Errno.EISDIR, Put("folder", "x"));
        Assert.Equal(["folder"], Names());
    }

    [Fact]
    public void A_full_file_system_leaves_the_old_file()
    {
        using var mount = TemporaryMount.Tmpfs();
        var path = Encoding.UTF8.GetBytes(mount.Write("file", "old"));
        Assert.Equal(Errno.ENOSPC, Replacement.Put(path, followsLink: true, new byte[32 << 20], UsualMode));
        Assert.Equal(["file"], Directory.EnumerateFileSystemEntries(mount.Root).Select(Path.GetFileName));
        Assert.Equal("old", File.ReadAllText(Path.Combine(mount.Root, "file")));
    }

    [Fact]
    public void What_a_stream_throws_has_the_number_of_its_error()
    {
        using var mount = TemporaryMount.Tmpfs();
        Assert.Equal(Errno.None, Replacement.Begin(Encoding.UTF8.GetBytes(mount.Root + "/file"), followsLink: true, out var made));
        using (made)
        {
            Assert.Equal(Errno.ENOSPC, IoErrors.Of(Assert.ThrowsAny<IOException>(() => made!.Stream.Write(new byte[32 << 20]))));
        }

        Assert.Equal(Errno.ENOENT, IoErrors.Of(Assert.ThrowsAny<IOException>(() => File.OpenRead(PathOf("missing")))));
        Assert.Equal(Errno.EACCES, IoErrors.Of(Assert.ThrowsAny<UnauthorizedAccessException>(() => File.OpenRead(folder))));
    }

    private Replacement Begin(string name)
    {
        Assert.Equal(Errno.None, Replacement.Begin(Bytes(name), followsLink: true, out var made));
        return made!;
    }

    private Errno Put(string name, string content) => Replacement.Put(Bytes(name), followsLink: true, Encoding.ASCII.GetBytes(content), UsualMode);

    private List<string> Names() => [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private string PathOf(string name) => Path.Combine(folder, name);

    private byte[] Bytes(string name) => Encoding.UTF8.GetBytes(PathOf(name));
}
