using System.Text;
using CsCheck;
using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Tests.Archives;

public class TarReaderTests
{
    // One of everything: pax, global, GNU names and numbers, links, devices, old forms, more zero blocks than needed.
    private static byte[] Everything() => new TarBuilder()
        .Pax('g', ("comment", "global"))
        .Entry("dir/", '5')
        .File("dir/plain")
        .Pax(("path", "dir/" + new string('p', 300)), ("SCHILY.xattr.user.x", "a\nb\0c\xff="), ("mtime", "1.5")).File("dir/short")
        .Entry("././@LongLink", 'L', Encoding.ASCII.GetBytes("dir/" + new string('l', 200) + "\0"), magic: "ustar  \0").Entry("dir/lll", magic: "ustar  \0")
        .Entry("././@LongLink", 'K', Encoding.ASCII.GetBytes("dir/" + new string('l', 200) + "\0"), magic: "ustar  \0").Entry("dir/link", '1', link: "dir/lll", magic: "ustar  \0")
        .Entry("dir/old", '\0', new byte[700], magic: string.Empty)
        .Entry("olddir/", '\0', magic: string.Empty)
        .Entry("dir/symlink", '2', link: "/x").Entry("dir/null", '3').Entry("dir/sda", '4').Entry("dir/fifo", '6')
        .Entry("dir/contiguous", '7', new byte[512])
        .Entry("dir/sparse", 'S', new byte[513], magic: "ustar  \0", change: h => h[482] = 1).Content(SparseMap())
        .Entry("volume", 'V', magic: "ustar  \0")
        .End(5);

    private static byte[] SparseMap() => new byte[512];

    [Fact]
    public void What_is_not_changed_is_passed_on_byte_for_byte()
    {
        var archive = Everything();
        Assert.Equal(archive, Labelled.By(archive, () => new FixedAction(_ => new FileOutcome(FileStatusWord.Unchanged))));
    }

    [Fact]
    public void An_archive_cut_at_any_byte_is_refused()
    {
        var archive = Everything();
        var end = archive.Length - (5 * 512);
        for (var length = 0; length < archive.Length; length++)
        {
            // With two zero blocks an archive is whole.
            if (length >= end + 1024 && length % 512 == 0)
            {
                continue;
            }

            Assert.False(Labelled.TryRead(archive[..length], out var error));
            Assert.Equal(length, error.Offset);
        }
    }

    [Fact]
    public void No_single_damaged_byte_throws()
    {
        var archive = Everything();
        Gen.Select(Gen.Int[0, archive.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            byte[] damaged = [.. archive];
            damaged[at] = value;
            if (!Labelled.TryRead(damaged, out var error))
            {
                Assert.InRange(error.Offset, 0, archive.Length);
            }
        }, iter: 20_000);
    }

    [Theory]
    [InlineData(0, "checksum")]
    [InlineData(100, "checksum")]
    [InlineData(345, "checksum")]
    public void A_damaged_header_is_refused_where_it_begins(int at, string message)
    {
        var archive = new TarBuilder().File("first").File("second").End();
        archive[1024 + at] ^= 1;
        var error = Labelled.ErrorOf(archive);
        Assert.Equal(1024, error.Offset);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_are_answered() => Gen.Byte.Array[0, 1500].Sample(bytes =>
    {
        Assert.False(Labelled.TryRead(bytes, out var error));
        Assert.InRange(error.Offset, 0, bytes.Length);
    });

    [Fact]
    public void What_follows_the_end_is_zeros_or_refused()
    {
        byte[] joined = [.. new TarBuilder().File("a").End(), .. new TarBuilder().File("b").End()];
        var error = Labelled.ErrorOf(joined);
        Assert.Equal(new FormatError(2048, "something follows the zero blocks that end the archive"), error);
    }

    [Theory]
    [InlineData("1f8b0800", "gzip")]
    [InlineData("28b52ffd", "zstd")]
    [InlineData("fd377a585a00", "xz")]
    [InlineData("425a6839", "bzip2")]
    [InlineData("303730373031", "cpio carries no extended attributes")]
    [InlineData("303730373037", "cpio carries no extended attributes")]
    [InlineData("c771", "cpio carries no extended attributes")]
    [InlineData("68737173", "squashfs")]
    public void Other_formats_are_refused_by_their_name(string start, string name)
    {
        foreach (var length in (int[])[20, 512, 4096])
        {
            var bytes = new byte[length];
            Convert.FromHexString(start).CopyTo(bytes, 0);
            var error = Labelled.ErrorOf(bytes);
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
            Assert.Equal(0, error.Offset);
        }
    }

    [Fact]
    public void Headers_that_promise_too_much_are_refused()
    {
        Refused(new TarBuilder().Entry("x", 'x', change: h => Imara.Appraisal.Archives.Tar.TarNumber.WriteOctal(h.AsSpan(124, 12), (1 << 20) + 1)), 124, "1048576");
        Refused(new TarBuilder().Entry("x", 'L', change: h => Imara.Appraisal.Archives.Tar.TarNumber.WriteOctal(h.AsSpan(124, 12), 70000)), 124, "65536");
        Refused(new TarBuilder().Entry("x", '0', change: h => Imara.Appraisal.Archives.Tar.TarNumber.WriteOctal(h.AsSpan(124, 12), long.MaxValue)), 0, "size");
        Refused(new TarBuilder().Pax(("size", "-1")).File("x"), 1024, "size");
        Refused(new TarBuilder().Pax(("uid", "4294967296")).File("x"), 1024, "owner");
        Refused(new TarBuilder().Pax(("gid", "1.5")).File("x"), 1024, "group");
        Refused(new TarBuilder().Pax(("path", "a\0b")).File("x"), 1024, "name");
        Refused(new TarBuilder().Entry("x", '2', content: new byte[5]), 0, "content follows");
        Refused(new TarBuilder().Entry("x/", '0', content: new byte[5]), 0, "content follows");
        Refused(new TarBuilder().Pax(("a", "b")).Pax(("c", "d")).File("x"), 1024, "two extended headers");
        Refused(new TarBuilder().Pax(("a", "b")).Pax('g', ("c", "d")).File("x"), 1024, "global header between");
        Refused(new TarBuilder().Pax(("a", "b")), 1024, "an entry should follow");
        Refused(new TarBuilder().Entry("x", 'x', "7 a=b\n"u8.ToArray()).File("x"), 512, "pax record");
    }

    [Fact]
    public void Global_headers_may_not_grow_without_end()
    {
        var archive = new TarBuilder();
        for (var i = 0; i < 12; i++)
        {
            archive.Pax('g', ($"key{i}", new string('v', 100_000)));
        }

        Refused(archive.File("x"), -1, "global headers of more than");
    }

    private static void Refused(TarBuilder archive, int offset, string message)
    {
        var error = Labelled.ErrorOf(archive.End());
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        if (offset >= 0)
        {
            Assert.Equal(offset, error.Offset);
        }
    }
}
