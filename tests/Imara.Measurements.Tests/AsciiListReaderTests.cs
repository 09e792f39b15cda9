using System.Text;
using Imara.Measurements.Lists;

namespace Imara.Measurements.Tests;

public class AsciiListReaderTests
{
    [Fact]
    public void A_name_that_looks_like_a_record_stays_a_name()
    {
        // A blank in a name becomes an underscore, so only this much of a record can be forged.
        var forged = Encoding.ASCII.GetString(Entries.Ascii(HashAlgo.Sha1, Entries.Of("/bin/x"))).TrimEnd('\n');
        MeasurementEntry[] entries = [Entries.Of("boot_aggregate"), Entries.Of("/mnt/a\n" + forged), Entries.Of("/last")];
        Assert.Equal(["boot_aggregate", "/mnt/a\n" + forged.Replace(' ', '_'), "/last"], Names(Entries.Ascii(HashAlgo.Sha1, entries)));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\n\n")]
    [InlineData("/a\n")]
    [InlineData("\n/a\n\nb\n")]
    public void Newlines_anywhere_in_a_name_are_kept(string name)
    {
        foreach (var template in (Template[])[Template.Ima, Template.ImaNg, Template.ImaSig, Template.EvmSig])
        {
            MeasurementEntry[] entries = [Entries.Of("boot_aggregate", template), Entries.Of(name, template), Entries.Of("/last", template)];
            Assert.Equal(["boot_aggregate", name, "/last"], Names(Entries.Ascii(HashAlgo.Sha256, entries)));
        }
    }

    [Fact]
    public void Lines_behind_a_violation_that_are_no_records_continue_its_name()
    {
        MeasurementEntry[] entries = [Entries.Of("boot_aggregate"), Entries.Violation("/mnt/a\nb\nc"), Entries.Of("/last")];
        Assert.Equal(["boot_aggregate", "/mnt/a\nb\nc", "/last"], Names(Entries.Ascii(HashAlgo.Sha1, entries)));
    }

    [Fact]
    public void An_altered_record_is_read_and_shown_not_to_match()
    {
        var text = Encoding.ASCII.GetString(Entries.Ascii(HashAlgo.Sha1, Entries.Of("boot_aggregate"), Entries.Of("/bin/sh"), Entries.Of("/last")));
        var altered = Encoding.ASCII.GetBytes(text.Replace("/bin/sh", "/bin/zz", StringComparison.Ordinal));
        Assert.True(MeasurementListReader.TryReadAll(altered, options: null, out var records, out _));
        Assert.Equal([true, false, true], records.Select(record => record.DigestMatches));
    }

    [Fact]
    public void A_line_that_belongs_to_no_record_is_refused_with_its_offset()
    {
        var list = Entries.Ascii(HashAlgo.Sha1, Entries.Of("boot_aggregate"));
        byte[] broken = [.. list, .. "nonsense\n"u8];
        Assert.False(MeasurementListReader.TryReadAll(broken, options: null, out var records, out var error));
        Assert.Single(records);
        Assert.Equal(list.Length, error.Offset);
    }

    [Fact]
    public void An_unknown_template_cannot_be_rebuilt()
    {
        var line = Encoding.ASCII.GetBytes($"10 {new string('1', 40)} ima-new x\n");
        Assert.False(MeasurementListReader.TryReadAll(line, options: null, out _, out var error));
        Assert.Equal(44, error.Offset);
        Assert.Contains("unknown", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HashAlgo.Sha1)]
    [InlineData(HashAlgo.Sha256)]
    [InlineData(HashAlgo.Sha3_384)]
    [InlineData(HashAlgo.Sha512)]
    public void The_column_is_recognised_by_its_width_and_digest(HashAlgo algo)
    {
        Assert.True(MeasurementListReader.TryReadAll(Entries.Ascii(algo, Entries.Of("boot_aggregate")), options: null, out var records, out _));
        Assert.Equal(algo, Assert.Single(records).Column.Algo);
    }

    [Fact]
    public void A_missing_newline_at_the_end_is_forgiven()
    {
        var list = Entries.Ascii(HashAlgo.Sha1, Entries.Of("boot_aggregate"), Entries.Of("/a"));
        Assert.Equal(["boot_aggregate", "/a"], Names(list[..^1]));
    }

    [Fact]
    public void A_one_digit_pcr_has_a_blank_in_front()
    {
        var list = Entries.Ascii(HashAlgo.Sha1, Entries.Of("boot_aggregate"), Entries.Of("/a", pcr: 4));
        Assert.Contains("\n 4 ", Encoding.ASCII.GetString(list), StringComparison.Ordinal);
        Assert.Equal(["boot_aggregate", "/a"], Names(list));
    }

    [Fact]
    public void Upper_case_digits_and_a_column_of_another_width_are_refused()
    {
        var list = Encoding.ASCII.GetString(Entries.Ascii(HashAlgo.Sha1, Entries.Of("boot_aggregate")));
        Assert.False(MeasurementListReader.TryReadAll(Encoding.ASCII.GetBytes(list.ToUpperInvariant()), options: null, out _, out _));
        Assert.False(MeasurementListReader.TryReadAll(
            [.. Entries.Ascii(HashAlgo.Sha1, Entries.Of("boot_aggregate")), .. Entries.Ascii(HashAlgo.Sha256, Entries.Of("/a"))], options: null, out _, out _));
    }

    private static IEnumerable<string> Names(byte[] list)
    {
        Assert.True(MeasurementListReader.TryReadAll(list, options: null, out var records, out var error), error.ToString());
        Assert.All(records, record => Assert.True(record.DigestMatches));
        return records.Select(record => record.Entry.TryGetName(out var name) ? Encoding.Latin1.GetString(name.Span) : "");
    }
}
