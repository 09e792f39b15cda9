using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Imara.Appraisal.Archives.Tar;
using Imara.Appraisal.Archives;
using Imara.Appraisal.Labelling;
using Imara.Hashing;
using Imara.Signatures;

namespace Imara.Appraisal.Tests.Archives;

public class TarLabellerTests
{
    [Fact]
    public void A_file_gets_a_pax_header_with_its_label_and_everything_else_stays()
    {
        var archive = new TarBuilder().Entry("dir/", '5').File("dir/a", "content").End();
        var output = Labelled.Hash(archive);
        var record = TarBuilder.Record("SCHILY.xattr.security.ima", Encoding.Latin1.GetString(Given.HashLabel("content")));
        Assert.Equal(["dir/a 7 right"], Labelled.Files(output));
        Assert.Equal(archive[..512], output[..512]);
        Assert.Equal(record, output[1024..(1024 + record.Length)]);
        Assert.Equal(archive[512..], output[1536..]);
    }

    [Fact]
    public void A_label_put_into_an_old_one_s_place_keeps_the_other_records_and_their_order()
    {
        var archive = new TarBuilder()
            .Pax(("mtime", "1.5"), ("LIBARCHIVE.xattr.security.ima", "BAQ"), ("SCHILY.xattr.security.ima", "old"), ("SCHILY.xattr.user.x", "\n\0\xff"), ("LIBARCHIVE.xattr.user.x", "CgD/"))
            .File("a").End();
        var label = Encoding.Latin1.GetString(Given.HashLabel("content"));
        var wanted = new TarBuilder()
            .Pax(("mtime", "1.5"), ("SCHILY.xattr.security.ima", label), ("SCHILY.xattr.user.x", "\n\0\xff"), ("LIBARCHIVE.xattr.user.x", "CgD/"))
            .File("a").End();
        Assert.Equal(wanted, Labelled.Hash(archive));
    }

    [Fact]
    public void A_right_label_leaves_the_archive_as_it_is()
    {
        var once = Labelled.Hash(new TarBuilder().File("a").Pax(("mtime", "1.5")).File("b").End());
        var heard = new HeardArchive();
        Assert.Equal(once, Labelled.Hash(once, heard));
        Assert.Equal(["a: Unchanged", "b: Unchanged"], heard.Lines);
    }

    [Fact]
    public void Labels_that_are_written_and_removed_leave_what_was_there() => Gen.Select(Gen.Byte.Array[0, 2000], Gen.Bool, Gen.Bool).Array[0, 12].Sample(files =>
    {
        var archive = new TarBuilder();
        foreach (var (content, hasPax, isGnu) in files)
        {
            if (hasPax)
            {
                archive.Pax(("mtime", "1.5"));
            }

            archive.Entry("name", '0', content, magic: isGnu ? "ustar  \0" : "ustar\000");
        }

        var before = archive.End();
        var labelled = Labelled.Hash(before);
        Assert.All(Labelled.Files(labelled), line => Assert.EndsWith(" right", line, StringComparison.Ordinal));
        Assert.Equal(before, Labelled.Clear(labelled));
    }, iter: 100);

    [Fact]
    public void Libarchive_s_form_of_a_label_is_read()
    {
        var label = Convert.ToBase64String(Given.HashLabel("content")).TrimEnd('=');
        var archive = new TarBuilder().Pax(("LIBARCHIVE.xattr.security.ima", label)).File("a").End();
        var heard = new HeardArchive();
        Assert.Equal(archive, Labelled.Hash(archive, heard));
        Assert.Equal(["a: Unchanged"], heard.Lines);
        Assert.Equal(["a 7 ENODATA"], Labelled.Files(Labelled.Clear(archive)));
    }

    [Theory]
    [InlineData("LIBARCHIVE.xattr.security%2Eima")]
    [InlineData("LIBARCHIVE.xattr.security%2eima")]
    [InlineData("LIBARCHIVE.xattr.%73ecurity.im%61")]
    public void Libarchive_s_form_with_escapes_is_read_and_removed(string key)
    {
        var archive = new TarBuilder().Pax((key, "BAQx"), ("LIBARCHIVE.xattr.user.x%2Ey", "eA")).File("file").End();
        Assert.Equal(["file 7 040431"], Labelled.Files(archive));
        var cleared = Labelled.Clear(archive);
        Assert.Equal(["file 7 ENODATA"], Labelled.Files(cleared));
        Assert.Contains("LIBARCHIVE.xattr.user.x%2Ey", Encoding.Latin1.GetString(cleared), StringComparison.Ordinal);
        Assert.Equal(["file 7 right"], Labelled.Files(Labelled.Hash(archive)));
        Assert.DoesNotContain(key, Encoding.Latin1.GetString(Labelled.Hash(archive)), StringComparison.Ordinal);

        var global = new TarBuilder().Pax('g', (key, "BAQx")).File("file").End();
        Assert.Equal(["file 7 040431"], Labelled.Files(global));
    }

    [Fact]
    public void A_label_of_a_global_header_is_read_and_overridden_but_cannot_be_removed()
    {
        var archive = new TarBuilder().Pax('g', ("SCHILY.xattr.security.ima", "global")).File("a").End();
        Assert.Equal(["a 7 676c6f62616c"], Labelled.Files(archive));
        Assert.Equal(["a 7 right"], Labelled.Files(Labelled.Hash(archive)));
        var heard = new HeardArchive();
        Assert.Equal(archive, Labelled.Clear(archive, heard));
        Assert.Equal(["a: Failed global-header"], heard.Lines);
    }

    [Fact]
    public void Every_kind_of_entry_is_told_in_the_order_of_the_archive()
    {
        var archive = new TarBuilder()
            .Entry("./dir/", '5').File("./dir/a").Entry("b", '1', link: "dir/a").Entry("c", '1', link: "elsewhere").Entry("s", '2', link: "/etc")
            .File("/abs").File("x/../../y").File("..z").File("./dir/a")
            .Pax(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0")).File("sparse").Entry("old", 'S', magic: "ustar  \0").Entry("odd", 'Q', new byte[3])
            .End();
        var heard = new HeardArchive();
        var output = Labelled.Hash(archive, heard);
        Assert.Equal(
            [
                "./dir/a: Written", "b: Skipped", "c: LinkTargetMissing", "c: Skipped", "/abs: NameLeavesFolder", "/abs: Written", "x/../../y: NameLeavesFolder",
                "x/../../y: Written", "..z: Written", "./dir/a: Written", "sparse: Failed sparse-file", "old: Failed sparse-file", "odd: Failed unknown-entry-type",
            ],
            heard.Lines);
        Assert.Equal(["./dir/a 7 right", "/abs 7 right", "x/../../y 7 right", "..z 7 right", "./dir/a 7 right"], Labelled.Files(output));
    }

    [Fact]
    public void A_file_that_cannot_be_done_is_passed_on_as_it_is()
    {
        var archive = new TarBuilder().File("a").Pax(("mtime", "1")).File("b").End();
        foreach (var status in (FileStatusWord[])[FileStatusWord.Failed, FileStatusWord.Unreadable, FileStatusWord.Bad, FileStatusWord.Skipped])
        {
            var outcome = new FileOutcome(status) { First = new XattrChange(ProtectedXattrs.Ima, [1]) };
            Assert.Equal(archive, Labelled.By(archive, () => new FixedAction(_ => outcome)));
        }
    }

    [Fact]
    public void Two_attributes_are_written_in_one_header()
    {
        var outcome = new FileOutcome(FileStatusWord.Written) { First = new XattrChange(ProtectedXattrs.Ima, [4, 4]), Second = new XattrChange(ProtectedXattrs.Evm, [5, 10]) };
        var output = Labelled.By(new TarBuilder().File("a").End(), () => new FixedAction(_ => outcome));
        var wanted = new TarBuilder().Pax(("SCHILY.xattr.security.ima", "\x04\x04"), ("SCHILY.xattr.security.evm", "\x05\n")).File("a").End();
        Assert.Equal(wanted[512..], output[512..]);
    }

    [Fact]
    public void An_action_sees_owner_mode_size_attributes_and_path()
    {
        var seen = new List<string>();
        var archive = new TarBuilder()
            .Pax(("uid", "70000"), ("gid", "80000"), ("path", "./usr/bin/x"), ("SCHILY.xattr.security.capability", "cap"), ("SCHILY.xattr.user.a%3Db", "v"))
            .Entry("y", '0', new byte[3], change: h => "0104755\0"u8.CopyTo(h.AsSpan(100))).File("z").End();
        Labelled.By(archive, () => new FixedAction(f =>
        {
            lock (seen)
            {
                seen.Add($"{f.Path} {Convert.ToString(f.Mode, 8)} {f.Uid} {f.Gid} {f.Facts.Fowner} {f.Size} {f.Xattr("security.capability").Value.Length} {f.Xattr("user.a=b").Value.Length} {f.Generation()}");
            }

            return new FileOutcome(FileStatusWord.Shown);
        }));
        Assert.Equal(["/usr/bin/x 104755 70000 80000 70000 3 3 1 ", "/z 100755 1000 1001 1000 7 0 0 "], seen.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(Spool.MaxInMemory - 1)]
    [InlineData(Spool.MaxInMemory)]
    [InlineData(Spool.MaxInMemory + 1)]
    [InlineData((3 * Spool.MaxInMemory) + 77)]
    public void Content_of_every_size_is_hashed_and_passed_on(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var archive = new TarBuilder().Entry("a", '0', content).File("b").End();
        var digests = new List<Digest?>();
        var output = Labelled.By(archive, () => new FixedAction(f =>
        {
            lock (digests)
            {
                if (f.Path == new ByteString("/a"))
                {
                    digests.AddRange(f.Hash(HashAlgo.Sha512), f.Hash(HashAlgo.Sha256), f.ComputeVerity(VerityAlgo.Sha256, 4096, []));
                    Assert.Equal(content, f.Content()!.Value.ToArray());
                }
            }

            return new HashAction(HashAlgo.Sha256).Act(f);
        }));
        using var verity = new VerityDigest(VerityAlgo.Sha256);
        verity.Append(content);
        Assert.Equal([KernelHash.Compute(HashAlgo.Sha512, content), KernelHash.Compute(HashAlgo.Sha256, content), verity.Finish()], digests);
        Assert.Equal([$"a {size} right", "b 7 right"], Labelled.Files(output));
        Assert.Equal(archive, Labelled.Clear(output));
    }

    [Fact]
    public void Many_files_keep_their_order_while_threads_race()
    {
        var archive = new TarBuilder();
        for (var i = 0; i < 9000; i++)
        {
            archive.File($"f{i}", new string('x', i % 700));
        }

        var heard = new HeardArchive();
        var output = Labelled.Hash(archive.End(), heard);
        Assert.Equal(Enumerable.Range(0, 9000).Select(i => $"f{i}: Written"), heard.Lines);
        Assert.Equal(Enumerable.Range(0, 9000).Select(i => $"f{i} {i % 700} right"), Labelled.Files(output));
    }

    [Fact]
    public void Only_files_that_are_wanted_are_labelled_and_told()
    {
        Assert.True(PathPattern.TryParse("*.so"u8, out var include, out _));
        Assert.True(PathPattern.TryParse("skipped"u8, out var exclude, out _));
        var archive = new TarBuilder().File("./lib/a.so").File("lib/skipped/b.so").File("c.txt").Entry("d.so", change: h => "0000007\0"u8.CopyTo(h.AsSpan(108))).End();
        var heard = new HeardArchive();
        using var output = new MemoryStream();
        var labeller = new TarLabeller(() => new HashAction(HashAlgo.Sha256)) { Listener = heard, Filter = new FileFilter([include], [exclude], owner: 1000) };
        Assert.True(labeller.TryLabel(new MemoryStream(archive), output, out _));
        Assert.Equal(["./lib/a.so: Written"], heard.Lines);
        Assert.Equal((1, 7), (labeller.Tally.Files, labeller.Tally.Bytes));
        Assert.Equal(["./lib/a.so 7 right", "lib/skipped/b.so 7 ENODATA", "c.txt 7 ENODATA", "d.so 0 ENODATA"], Labelled.Files(output.ToArray()));
    }

    [Fact]
    public void A_dry_run_decides_and_writes_nothing()
    {
        var heard = new HeardArchive();
        var input = new MemoryStream(new TarBuilder().File("a").End());
        Assert.True(new TarLabeller(() => new HashAction(HashAlgo.Sha256)) { Listener = heard }.TryLabel(input, null, out _));
        Assert.Equal(["a: Written"], heard.Lines);
    }

    [Fact]
    public void The_output_of_a_bad_archive_is_no_archive()
    {
        var archive = new TarBuilder().File("a").File("b").End();
        archive[1024] ^= 1;
        Assert.False(Labelled.TryBy(archive, () => new HashAction(HashAlgo.Sha256), null, out var output, out _));
        Assert.Contains("ends", Labelled.ErrorOf(output).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_failing_action_is_not_swallowed(int workers)
    {
        using var input = new MemoryStream(new TarBuilder().File("a").End());
        var labeller = new TarLabeller(() => new FixedAction(_ => throw new InvalidOperationException())) { Workers = workers };
        Assert.Throws<InvalidOperationException>(() => labeller.TryLabel(input, null, out _));
    }

    [Fact]
    public void One_worker_decides_on_the_calling_thread_and_the_archive_is_the_same()
    {
        var archive = new TarBuilder().File("a").File("b", "other").Pax(("mtime", "1.5")).File("c").End();
        using var output = new MemoryStream();
        var thread = Environment.CurrentManagedThreadId;
        var labeller = new TarLabeller(() => new FixedAction(f =>
        {
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            return new HashAction(HashAlgo.Sha256).Act(f);
        }))
        { Workers = 1 };
        Assert.True(labeller.TryLabel(new MemoryStream(archive), output, out _));
        Assert.Equal(Labelled.Hash(archive), output.ToArray());
    }

    [Fact]
    public void A_label_that_has_no_room_in_a_header_fails()
    {
        var heard = new HeardArchive();
        var archive = new TarBuilder().File("a").End();
        var outcome = new FileOutcome(FileStatusWord.Written) { First = new XattrChange(ProtectedXattrs.Ima, new byte[1 << 20]) };
        Assert.Equal(archive, Labelled.By(archive, () => new FixedAction(_ => outcome), heard));
        Assert.Equal(["a: Failed header-too-long"], heard.Lines);
    }
}
