using System.Text;
using Imara.Linux.Trees;

namespace Imara.Linux.Tests.Trees;

public sealed class TreeWalkTests : IDisposable
{
    private readonly TemporaryMount mount = TemporaryMount.Tmpfs();

    public void Dispose() => mount.Dispose();

    [Fact]
    public void Regular_files_are_visited_once_whatever_their_names_and_nothing_else_is()
    {
        Shell.Run($"""
            cd {mount.Root} && mkdir -p a/b 'odd name' && touch a/x a/b/y 'odd name/-z' && printf x > "$(printf 'line\nfeed')" && printf x > "$(printf 'bad\377utf8')"
            mkfifo fifo && ln -s . loop && ln -s a/x link && ln a/x hard && mknod device c 1 3 && ln -s missing dangling
            """);
        var visitor = Walk();
        Assert.Empty(visitor.Failures);
        Assert.Equal(4, visitor.Directories);
        Assert.Equal(
            [Below("a/b/y"), Below("a/x"), Below("bad\u00ffutf8"), Below("hard"), Below("line\nfeed"), Below("odd name/-z")],
            visitor.Files.Order(StringComparer.Ordinal));
        var (device, inode, links) = visitor.Inodes[visitor.Files.IndexOf(Below("hard"))];
        Assert.Equal((device, inode, 2u), visitor.Inodes[visitor.Files.IndexOf(Below("a/x"))]);
        Assert.Equal(2u, links);
    }

    [Fact]
    public void Every_worker_count_visits_the_same_files_and_hands_the_state_down()
    {
        Shell.Run($"cd {mount.Root} && for i in $(seq 40); do mkdir -p d$i/e/f && touch d$i/1 d$i/e/2 d$i/e/f/3; done");
        foreach (var workers in (int[])[1, 2, 8])
        {
            var visitors = TreeWalk.Run([mount.RootBytes], new TreeWalkOptions { Workers = workers }, () => new Visitor());
            Assert.Equal(workers, visitors.Count);
            Assert.Equal(120, visitors.SelectMany(visitor => visitor.Files).Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(120, visitors.Sum(visitor => visitor.Files.Count));
            Assert.All(visitors.SelectMany(visitor => visitor.States), state => Assert.Equal((ulong)state.Key[mount.Root.Length..].Count(c => c == '/'), state.Value));
        }
    }

    [Fact]
    public void Roots_that_overlap_are_visited_once()
    {
        Shell.Run($"cd {mount.Root} && mkdir -p a/b && touch a/x a/b/y");
        var visitor = Walk([mount.Root, mount.Root + "/a/b", mount.Root + "/a/.", mount.Root + "/a"]);
        Assert.Equal(["x", "y"], visitor.Files.Select(file => file[^1..]).Order(StringComparer.Ordinal));
        Assert.All(visitor.Failures, failure => Assert.Equal(TreeFailure.OtherRoot, failure.Failure));
    }

    [Fact]
    public void A_root_that_is_missing_or_no_directory_is_told_and_the_others_are_walked()
    {
        var file = mount.Write("file", "x");
        var visitor = Walk([mount.Root + "/missing", file, mount.Root]);
        Assert.Equal([(mount.Root + "/missing", TreeFailure.Directory, Errno.ENOENT), (file, TreeFailure.Directory, Errno.ENOTDIR)], visitor.Failures);
        Assert.Equal([file], visitor.Files);
    }

    [Fact]
    public void A_slash_behind_the_root_is_not_doubled()
    {
        Shell.Run($"mkdir {mount.Root}/a && touch {mount.Root}/a/x {mount.Root}/y");
        Assert.Equal([Below("a/x"), Below("y")], Walk([mount.Root + "/"]).Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Another_file_system_is_left_out_unless_all_are_wanted()
    {
        Shell.Run($"cd {mount.Root} && mkdir other && mount -t tmpfs imara-inner other && touch other/x y && touch file && mount --bind other/x file");
        try
        {
            var one = Walk();
            Assert.Equal([Below("y")], one.Files);
            Assert.Equal([(Below("file"), TreeFailure.OtherFileSystem, Errno.None), (Below("other"), TreeFailure.OtherFileSystem, Errno.None)], one.Failures.Order());
            Assert.Equal([Below("file"), Below("other/x"), Below("y")], Walk([mount.Root], all: true).Files.Order(StringComparer.Ordinal));
        }
        finally
        {
            Shell.Run($"umount {mount.Root}/file {mount.Root}/other");
        }
    }

    [Fact]
    public void A_directory_mounted_below_itself_ends_the_walk_there()
    {
        Shell.Run($"cd {mount.Root} && mkdir -p a/b && touch a/x && mount --rbind {mount.Root} a/b");
        try
        {
            var visitor = Walk();
            Assert.Equal([Below("a/x")], visitor.Files);
            Assert.Equal([(Below("a/b"), TreeFailure.Loop, Errno.None)], visitor.Failures);
        }
        finally
        {
            Shell.Run($"umount -l {mount.Root}/a/b");
        }
    }

    [Fact]
    public void What_goes_away_meanwhile_is_told_as_gone()
    {
        Shell.Run($"cd {mount.Root} && mkdir gone && touch 1 2 3");
        var isFirst = true;
        var visitor = new Visitor(path =>
        {
            if (isFirst)
            {
                isFirst = false;
                Shell.Run($"cd {mount.Root} && rm -r gone && ls | grep -vx '{Path.GetFileName(path)}' | xargs rm");
            }
        });
        TreeWalk.Run([mount.RootBytes], new TreeWalkOptions { Workers = 1 }, () => visitor);
        Assert.Single(visitor.Files);
        Assert.Equal(3, visitor.Failures.Count);
        Assert.All(visitor.Failures, failure => Assert.Equal((TreeFailure.Vanished, Errno.ENOENT), (failure.Failure, failure.Error)));
    }

    [Fact]
    public void Paths_longer_than_the_kernel_takes_are_walked_and_their_attributes_read()
    {
        var name = new string('d', 200);

        // A shell keeps the whole path of where it is; this does not.
        Shell.Run($"bash -c 'cd {mount.Root} && python3 -c \"import os; [(os.mkdir(\\\"{name}\\\"), os.chdir(\\\"{name}\\\")) for _ in range(40)]; open(\\\"deep\\\", \\\"w\\\")\"'");
        var lengths = new List<int>();
        var errors = new List<Errno>();
        TreeWalk.Run([mount.RootBytes], new TreeWalkOptions { Workers = 1 }, () => new Reader(lengths, errors));
        Assert.Equal([mount.Root.Length + (40 * 201) + 5], lengths);
        Assert.Equal([Errno.None, Errno.ENODATA], errors);
    }

    [Fact]
    public void A_visitor_that_throws_ends_the_walk()
    {
        Shell.Run($"cd {mount.Root} && mkdir a b c && touch a/1 b/2 c/3");
        var thrown = Assert.Throws<AggregateException>(() =>
            TreeWalk.Run([mount.RootBytes], new TreeWalkOptions { Workers = 3 }, () => new Visitor(_ => throw new InvalidDataException("enough"))));
        Assert.All(thrown.InnerExceptions, inner => Assert.Equal("enough", inner.Message));
    }

    [Fact]
    public void Damaged_directory_entries_end_the_reading()
    {
        byte[] whole = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 24, 0, 8, (byte)'a', (byte)'b', 0, 0, 0];
        var reader = new DirectoryEntryReader(whole);
        Assert.True(reader.TryRead(out var type, out var offset, out var length));
        Assert.Equal((DirectoryEntryReader.RegularType, 19, 2), (type, offset, length));
        Assert.False(reader.TryRead(out _, out _, out _));
        foreach (var cut in Enumerable.Range(0, whole.Length))
        {
            Assert.False(new DirectoryEntryReader(whole.AsSpan(0, cut)).TryRead(out _, out _, out _));
        }

        whole[16] = 5;
        Assert.False(new DirectoryEntryReader(whole).TryRead(out _, out _, out _));
    }

    private string Below(string name) => $"{mount.Root}/{name}";

    private Visitor Walk() => Walk([mount.Root]);

    private static Visitor Walk(string[] roots, bool all = false) => TreeWalk.Run(
        [.. roots.Select(root => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(root))],
        new TreeWalkOptions { Workers = 1, AllFileSystems = all },
        () => new Visitor())[0];

    private sealed class Reader(List<int> lengths, List<Errno> errors) : ITreeVisitor
    {
        public ulong Enter(in TreeDirectory directory, ulong above) => 0;

        public void File(in TreeFile file)
        {
            lengths.Add(file.Path.Length);
            errors.Add(file.Open(out var descriptor));
            Imara.Linux.Files.Descriptor.Close(descriptor);
            errors.Add(file.ReadAttribute("security.ima"u8, new byte[8], out _));
        }

        public void Leave(in TreeDirectory directory)
        {
        }

        public void Failed(ReadOnlySpan<byte> path, TreeFailure failure, Errno error)
        {
        }
    }
}
