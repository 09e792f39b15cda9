using System.Text;
using Imara.Appraisal.Labelling;
using Imara.Appraisal.Tests.Archives;
using Imara.Signatures;

namespace Imara.Appraisal.Tests.Labelling;

public sealed class TreeLabellerTests : IDisposable
{
    private static readonly byte[] Foreign = [3, 2, 4, 1, 2, 3, 4, 0, 2, 9, 9];

    private readonly TestMount mount = TestMount.Ext4();

    public void Dispose() => mount.Dispose();

    [Fact]
    public void Every_regular_file_gets_the_digest_of_its_content()
    {
        var small = mount.Write("small", "content");
        var empty = mount.Write("dir/empty", "");
        var large = mount.Write("dir/large", new string('x', 300_000));
        var heard = Heard.Run(mount, () => new HashAction(HashAlgo.Sha256));
        Assert.All(heard.All, file => Assert.Equal(FileStatusWord.Written, file.Outcome.Status));
        Assert.Equal(3, heard.All.Count);
        Assert.Equal(Given.HashLabel("content"), Heard.LabelOf(small));
        Assert.Equal(Given.HashLabel(""), Heard.LabelOf(empty));
        Assert.Equal(Given.HashLabel(new string('x', 300_000)), Heard.LabelOf(large));
    }

    [Fact]
    public void What_is_right_already_stays_and_force_writes_it_again()
    {
        mount.Write("right", "content", Given.HashLabel("content"));
        mount.Write("wrong", "content", Given.HashLabel("other"));
        var heard = Heard.Run(mount, () => new HashAction(HashAlgo.Sha256));
        Assert.Equal(FileStatusWord.Unchanged, heard["right"].Status);
        Assert.Equal(FileStatusWord.Written, heard["wrong"].Status);
        Assert.All(Heard.Run(mount, () => new HashAction(HashAlgo.Sha256, force: true)).All, file => Assert.Equal(FileStatusWord.Written, file.Outcome.Status));
    }

    [Fact]
    public void A_signature_is_not_replaced_by_a_digest_unless_forced()
    {
        var signed = mount.Write("signed", "content", Foreign);
        Assert.Equal(new FileOutcome(FileStatusWord.Skipped, HashAction.Signed), Heard.Run(mount, () => new HashAction(HashAlgo.Sha256))["signed"]);
        Assert.Equal(Foreign, Heard.LabelOf(signed));
        Heard.Run(mount, () => new HashAction(HashAlgo.Sha256, force: true));
        Assert.Equal(Given.HashLabel("content"), Heard.LabelOf(signed));
    }

    [Fact]
    public void A_dry_run_tells_and_changes_nothing()
    {
        var file = mount.Write("file", "content");
        var heard = Heard.Run(mount, () => new HashAction(HashAlgo.Sha256), new LabelOptions { Recursive = true, DryRun = true });
        Assert.Equal(FileStatusWord.Written, heard["file"].Status);
        Assert.Null(Heard.LabelOf(file));
    }

    [Fact]
    public void A_file_with_several_names_is_dealt_with_once_and_what_is_no_file_never()
    {
        mount.Write("a/one", "content");
        TestMount.Shell($"cd {mount.Root} && mkdir b && ln a/one b/two && ln a/one three && ln -s a/one link && mkfifo fifo && mknod null c 1 3 && ln -s . loop");
        var heard = Heard.Run(mount, () => new HashAction(HashAlgo.Sha256));
        Assert.Single(heard.All);
        Assert.Equal(Given.HashLabel("content"), Heard.LabelOf($"{mount.Root}/three"));
    }

    [Fact]
    public void Files_given_by_name_are_told_apart_and_special_ones_not_opened()
    {
        mount.Write("one", "content");
        TestMount.Shell($"cd {mount.Root} && mkfifo fifo && mkdir dir && ln -s dir to-dir && ln -s nowhere dangling && ln -s fifo to-fifo");
        var heard = Heard.Run(mount, () => new HashAction(HashAlgo.Sha256), new LabelOptions(), "one", "fifo", "dir", "nothing", "to-dir", "dangling", "to-fifo");
        Assert.Equal(FileStatusWord.Written, heard["one"].Status);
        Assert.Equal(new FileOutcome(FileStatusWord.Failed, "is-a-directory"), heard["to-dir"]);
        Assert.Equal(new FileOutcome(FileStatusWord.Unreadable, "link-leads-nowhere", Errno.ENOENT), heard["dangling"]);
        Assert.Equal(new FileOutcome(FileStatusWord.Failed, "not-a-regular-file"), heard["to-fifo"]);
        Assert.Equal(new FileOutcome(FileStatusWord.Failed, "not-a-regular-file"), heard["fifo"]);
        Assert.Equal(new FileOutcome(FileStatusWord.Failed, "is-a-directory"), heard["dir"]);
        Assert.Equal(new FileOutcome(FileStatusWord.Unreadable, "", Errno.ENOENT), heard["nothing"]);
    }

    [Fact]
    public void A_symbolic_link_given_by_name_is_followed_and_none_that_is_met()
    {
        var target = mount.Write("usr/bin/mawk", "content");
        mount.Write("elsewhere/file", "content");
        TestMount.Shell($"cd {mount.Root} && ln -s mawk usr/bin/alternative && ln -s usr/bin/alternative awk && ln -s usr/bin bin && ln -s ../../elsewhere usr/bin/out && ln -s ../../elsewhere/file usr/bin/one");
        var heard = Heard.Run(mount, () => new HashAction(HashAlgo.Sha256), new LabelOptions(), "awk");
        Assert.Equal(FileStatusWord.Written, heard["awk"].Status);
        Assert.Equal(target, heard["awk"].Target.ToString());
        Assert.Equal(Given.HashLabel("content"), Heard.LabelOf(target));

        var below = Heard.Run(mount, () => new HashAction(HashAlgo.Sha256), new LabelOptions { Recursive = true, Jobs = 2 }, "bin");
        Assert.Equal([$"{mount.Root}/bin/mawk"], below.All.Select(file => file.Path));
        Assert.Null(below["bin/mawk"].Target);
    }

    [Fact]
    public void A_file_given_by_several_names_is_dealt_with_once()
    {
        mount.Write("one", "content");
        TestMount.Shell($"cd {mount.Root} && ln -s one link");
        var heard = Heard.Run(mount, () => new HashAction(HashAlgo.Sha256), new LabelOptions { Jobs = 4 }, "link", "one", "one");
        Assert.Equal([$"{mount.Root}/link"], heard.All.Select(file => file.Path));
        Assert.Equal(FileStatusWord.Written, heard["link"].Status);
    }

    [Fact]
    public void A_file_that_is_something_else_when_its_turn_comes_is_changed_and_one_that_is_gone_has_vanished()
    {
        foreach (var name in (string[])["a-first", "link", "directory", "gone"])
        {
            mount.Write("given/" + name, "content");
        }

        var script = $"cd {mount.Root}/given && rm gone link directory && ln -s a-first link && mkdir directory";
        var heard = Heard.Run(mount, () => new Disturbing(() => TestMount.Shell(script)), new LabelOptions { Jobs = 1 }, "given/a-first", "given/link", "given/directory", "given/gone");
        Assert.Equal(new FileOutcome(FileStatusWord.Changed, "replaced-meanwhile"), heard["link"]);
        Assert.Equal(new FileOutcome(FileStatusWord.Changed, "replaced-meanwhile"), heard["directory"]);
        Assert.Equal(new FileOutcome(FileStatusWord.Vanished), heard["gone"]);
    }

    [Fact]
    public void Files_are_told_in_the_order_of_the_walk_whoever_works_on_them()
    {
        for (var i = 0; i < 300; i++)
        {
            mount.Write($"f{i}", new string('x', i * 97 % 5000));
        }

        var once = Heard.Run(mount, () => new HashAction(HashAlgo.Sha256), new LabelOptions { Recursive = true, Jobs = 1 });
        var again = Heard.Run(mount, () => new HashAction(HashAlgo.Sha256), new LabelOptions { Recursive = true, Jobs = 8 });
        Assert.Equal(300, once.All.Count);
        Assert.Equal(once.All.Select(file => file.Path), again.All.Select(file => file.Path));
    }

    [Fact]
    public void A_file_that_changes_while_it_is_read_is_reported_and_not_labelled()
    {
        var path = mount.Write("file", "content");
        var heard = Heard.Run(mount, () => new Disturbing(() => File.AppendAllText(path, "more")));
        Assert.Equal(FileStatusWord.Changed, heard["file"].Status);
        Assert.Null(Heard.LabelOf(path));
    }

    [Fact]
    public void A_change_that_puts_the_time_of_modification_back_is_noticed()
    {
        var path = mount.Write("file", "content");
        var before = File.GetLastWriteTimeUtc(path);
        var heard = Heard.Run(mount, () => new Disturbing(() =>
        {
            File.WriteAllText(path, "CONTENT");
            File.SetLastWriteTimeUtc(path, before);
        }));
        Assert.Equal(FileStatusWord.Changed, heard["file"].Status);
    }

    [Fact]
    public void Owners_and_patterns_choose_files()
    {
        mount.Write("a/keep.so", "1");
        mount.Write("a/skip.txt", "2");
        mount.Write("cache/b.so", "3");
        TestMount.Shell($"chown 7:8 {mount.Root}/a/skip.txt");
        string[] Names(FileFilter filter) =>
            [.. Heard.Run(mount, () => new HashAction(HashAlgo.Sha256, force: true), new LabelOptions { Recursive = true, Filter = filter }).All.Select(file => file.Path[(mount.Root.Length + 1)..]).Order(StringComparer.Ordinal)];
        Assert.Equal(["a/keep.so", "cache/b.so"], Names(new FileFilter([Pattern("*.so")], [])));
        Assert.Equal(["a/keep.so", "a/skip.txt"], Names(new FileFilter([], [Pattern("/cache")])));
        Assert.Equal(["a/keep.so"], Names(new FileFilter([Pattern("a/**")], [Pattern("*.txt")])));
        Assert.Equal(["a/skip.txt"], Names(new FileFilter([], [], owner: 7)));
        Assert.Equal(["a/skip.txt"], Names(new FileFilter([], [], group: 8)));
    }

    [Fact]
    public void Other_file_systems_are_left_out_unless_asked_for()
    {
        mount.Write("file", "content");
        TestMount.Shell($"mkdir {mount.Root}/other && mount -t tmpfs imara-test {mount.Root}/other && echo x > {mount.Root}/other/file2");
        try
        {
            var heard = Heard.Run(mount, () => new HashAction(HashAlgo.Sha256));
            Assert.Equal(FileStatusWord.Skipped, heard["other"].Status);
            Assert.Equal(2, heard.All.Count);
            Assert.Equal(FileStatusWord.Written, Heard.Run(mount, () => new HashAction(HashAlgo.Sha256), new LabelOptions { Recursive = true, AllFileSystems = true })["file2"].Status);
        }
        finally
        {
            TestMount.Shell($"umount {mount.Root}/other");
        }
    }

    [Theory]
    [InlineData("chattr +i {0}/file", "chattr -i {0}/file", Errno.EPERM)]
    [InlineData("mount -o remount,ro {0}", "mount -o remount,rw {0}", Errno.EROFS)]
    public void A_label_that_cannot_be_written_is_a_failure_with_its_errno(string before, string after, Errno errno)
    {
        mount.Write("file", "content");
        TestMount.Shell(string.Format(before, mount.Root));
        try
        {
            Assert.Equal(new FileOutcome(FileStatusWord.Failed, "", errno), Heard.Run(mount, () => new HashAction(HashAlgo.Sha256))["file"]);
        }
        finally
        {
            TestMount.Shell(string.Format(after, mount.Root));
        }

        Assert.Null(Heard.LabelOf($"{mount.Root}/file"));
    }

    [Fact]
    public void A_full_file_system_has_no_room_for_long_labels_and_keeps_the_old_ones()
    {
        var path = mount.Write("file", "content", Given.HashLabel("content"));
        var long_ = new byte[3000];
        long_[0] = 3;
        TestMount.Shell($"dd if=/dev/zero of={mount.Root}/fill bs=1k 2>/dev/null; true");
        var heard = Heard.Run(mount, () => new Writing(new XattrChange("security.ima", long_)), new LabelOptions(), "file");
        Assert.Equal(new FileOutcome(FileStatusWord.Failed, "", Errno.ENOSPC), heard["file"]);
        Assert.Equal(Given.HashLabel("content"), Heard.LabelOf(path));
    }

    [Fact]
    public void Of_two_labels_both_are_written_or_none()
    {
        var path = mount.Write("file", "content", Given.HashLabel("content"));
        var heard = Heard.Run(mount, () => new Writing(new XattrChange("security.ima", Given.HashLabel("other")), new XattrChange("security.evm", new byte[70000])));
        Assert.Equal(FileStatusWord.Failed, heard["file"].Status);
        Assert.Equal(Given.HashLabel("content"), Heard.LabelOf(path));
        Assert.Null(Heard.LabelOf(path, "security.evm"));
    }

    [Fact]
    public void Labels_are_removed_without_opening_the_file()
    {
        var path = mount.Write("file", "content", Foreign);
        TestMount.Shell($"setfattr -n security.evm -v 0x05020401020304000109 {path}");
        Assert.Equal(FileStatusWord.Removed, Heard.Run(mount, () => new ClearAction(ima: false))["file"].Status);
        Assert.Equal(Foreign, Heard.LabelOf(path));
        Assert.Equal(FileStatusWord.Removed, Heard.Run(mount, () => new ClearAction())["file"].Status);
        Assert.Null(Heard.LabelOf(path));
        Assert.Equal(FileStatusWord.Unchanged, Heard.Run(mount, () => new ClearAction())["file"].Status);
    }

    [Fact]
    public void A_stopped_labeller_says_so()
    {
        mount.Write("file", "content");
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var labeller = new TreeLabeller(() => new HashAction(HashAlgo.Sha256), new LabelOptions { Recursive = true }, new Heard());
        labeller.Run([mount.RootBytes], stop.Token);
        Assert.True(labeller.Tally.IsInterrupted);
        Assert.Equal(0, labeller.Tally.Files);
    }

    [Fact]
    public void A_listener_that_fails_ends_the_walk_with_its_failure()
    {
        for (var i = 0; i < 2000; i++)
        {
            File.WriteAllText($"{mount.Root}/f{i}", string.Empty);
        }

        var labeller = new TreeLabeller(() => new ShowAction(), new LabelOptions { Recursive = true, Jobs = 2 }, new Deaf());
        Assert.Equal("full", Assert.Throws<IOException>(() => labeller.Run([mount.RootBytes], CancellationToken.None)).Message);
    }

    [Fact]
    public void Detached_signatures_lie_beside_their_files()
    {
        mount.Write("file", "content");
        var options = new LabelOptions { Recursive = true, Detached = true };
        var heard = Heard.Run(mount, () => new Writing(new XattrChange("security.ima", Foreign)), options);
        Heard.Run(mount, () => new Writing(new XattrChange("security.ima", Foreign)), options);
        Assert.Equal(FileStatusWord.Written, heard["file"].Status);
        Assert.Equal(Foreign, File.ReadAllBytes($"{mount.Root}/file.sig"));
        Assert.Null(Heard.LabelOf($"{mount.Root}/file"));
        Assert.Equal(2, Directory.GetFiles(mount.Root).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dir/file")]
    public void A_detached_signature_stays_in_the_folder_of_the_file_that_was_signed(string name)
    {
        mount.Write("dir/file", "content");
        mount.Write("victim/file.sig", "good");
        var options = new LabelOptions { Recursive = true, Detached = true, Jobs = 1 };
        var write = new Writing(new XattrChange("security.ima", Foreign));
        Heard.Run(mount, () => new FixedAction(file =>
        {
            if (!Directory.Exists($"{mount.Root}/real"))
            {
                Directory.Move($"{mount.Root}/dir", $"{mount.Root}/real");
                Directory.CreateSymbolicLink($"{mount.Root}/dir", "victim");
            }

            return write.Act(file);
        }), options, name.Length == 0 ? [] : [name]);
        Assert.Equal("good", File.ReadAllText($"{mount.Root}/victim/file.sig"));
        Assert.Equal(["file.sig"], Directory.EnumerateFileSystemEntries($"{mount.Root}/victim").Select(Path.GetFileName));
        Assert.Equal(Foreign, File.ReadAllBytes($"{mount.Root}/real/file.sig"));
    }

    private static PathPattern Pattern(string text)
    {
        Assert.True(PathPattern.TryParse(Encoding.UTF8.GetBytes(text), out var pattern, out _));
        return pattern;
    }

    private sealed class Deaf : ILabelListener
    {
        public void Heard(ReadOnlySpan<byte> path, in FileOutcome outcome) => throw new IOException("full");
    }

    private sealed class Disturbing(Action disturb) : FileAction
    {
        private readonly HashAction hash = new(HashAlgo.Sha256);

        public override FileOutcome Act(ILabelledFile file)
        {
            var outcome = hash.Act(file);
            disturb();
            return outcome;
        }
    }

    private sealed class Writing(XattrChange first, XattrChange second = default) : FileAction
    {
        public override FileOutcome Act(ILabelledFile file) => new(FileStatusWord.Written) { First = first, Second = second };
    }
}
