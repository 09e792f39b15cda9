using System.Collections.Immutable;
using System.Text;
using Imara.Measurements.Lists;

namespace Imara.Measurements.Tests;

public class BinaryListReaderTests
{
    // docs/reference/measurement-list.md 2.3.
    [Fact]
    public void The_worked_bytes_of_an_ima_ng_record_are_read()
    {
        var bytes = Convert.FromHexString(
            "0a0000009189bfe8d1fba585567daa95b7669d9f264b643306000000696d612d6e673f00000028000000736861323536"
            + "3a002f87488970e9ddbb9ffd3a1a59e17cb215e032d9ff65eb9b05a210418e85d36d0f000000626f6f745f6167677265" + "6761746500");
        var record = Assert.Single(Read(bytes));
        Assert.Equal(10, record.Entry.Pcr);
        Assert.Same(Template.ImaNg, record.Entry.Template);
        Assert.True(record.DigestMatches);
        Assert.True(record.Entry.TryGetName(out var name));
        Assert.Equal("boot_aggregate", Encoding.ASCII.GetString(name.Span));
    }

    [Fact]
    public void The_worked_bytes_of_a_legacy_record_are_read()
    {
        var bytes = Convert.FromHexString(
            "0a0000009f0fc53927a258803194b319f03ebf84401e3ac003000000696d61bfa9382cf62649586bec4d801667b5c582729edf0e000000"
            + "626f6f745f616767726567617465");
        var record = Assert.Single(Read(bytes));
        Assert.Same(Template.Ima, record.Entry.Template);
        Assert.True(record.DigestMatches);
    }

    [Theory]
    [InlineData(HashAlgo.Sha1)]
    [InlineData(HashAlgo.Sha256)]
    [InlineData(HashAlgo.Sm3)]
    public void Legacy_records_with_md5_and_sha1_and_violations_and_buffers_mix(HashAlgo bank)
    {
        MeasurementEntry[] entries =
        [
            Entries.Of("boot_aggregate", Template.Ima),
            Entries.Of("/md5", Template.Ima, algo: HashAlgo.Md5),
            Entries.Violation("/v", Template.Ima),
            Entries.Of("kexec-cmdline", Template.ImaBuf),
            new(10, Template.Ima, TemplateWriter.Write(Template.Ima, new MeasurementFacts { Name = "/w"u8.ToArray(), LegacyDigest = Digest.Zero(HashAlgo.Md5) }), isViolation: true),
            Entries.Of("/md5/last", Template.Ima, algo: HashAlgo.Md5),
            Entries.Violation("/last", Template.Ima),
        ];
        var binary = Entries.Binary(bank, entries);
        var records = Read(binary);
        Assert.Equal(entries.Select(entry => Convert.ToHexString(entry.Data.Span)), records.Select(record => Convert.ToHexString(record.Entry.Data.Span)));
        Assert.Equal(binary, Entries.Binary(bank, records.Select(record => record.Entry)));
    }

    [Fact]
    public void An_altered_legacy_record_fits_no_layout_and_stops_the_reading()
    {
        var binary = Entries.Binary(HashAlgo.Sha1, Entries.Of("boot_aggregate"), Entries.Of("/a", Template.Ima), Entries.Of("/b"));
        var second = Entries.Binary(HashAlgo.Sha1, Entries.Of("boot_aggregate")).Length;
        binary[second + 4 + 20 + 4 + 3] ^= 1;
        Assert.False(MeasurementListReader.TryReadAll(binary, options: null, out var records, out var error));
        Assert.Single(records);
        Assert.Equal(second + 31, error.Offset);
        Assert.StartsWith("record 1: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_column_is_recognised_as_padded_sha1()
    {
        var entry = Entries.Of("boot_aggregate");
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        BinaryList.Write(entry, HashAlgo.Sha384, output, paddedSha1: true);
        var record = Assert.Single(Read(output.WrittenSpan.ToArray()));
        Assert.Equal(new ListColumn(HashAlgo.Sha384, PaddedSha1: true), record.Column);
        Assert.True(record.DigestMatches);
    }

    [Fact]
    public void An_unknown_template_keeps_its_data_opaque_and_its_digest_verifiable()
    {
        var entry = new MeasurementEntry(10, "new-template", null, new byte[] { 1, 2, 3 }, isViolation: false, isBigEndian: false, legacyDigestSize: 0);
        var record = Assert.Single(Read(Entries.Binary(HashAlgo.Sha256, entry)));
        Assert.Null(record.Entry.Template);
        Assert.False(record.Entry.TryGetFields(out _));
        Assert.True(record.DigestMatches);
    }

    [Fact]
    public void An_altered_first_record_still_shows_the_layout()
    {
        var binary = Entries.Binary(HashAlgo.Sha256, Entries.Of("boot_aggregate"), Entries.Of("/a"));
        binary[4] ^= 1;
        var records = Read(binary);
        Assert.Equal([false, true], records.Select(record => record.DigestMatches));
        Assert.Equal(HashAlgo.Sha256, records[0].Column.Algo);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_list_that_begins_with_a_violation_shows_its_layout(bool bigEndian)
    {
        MeasurementEntry[] entries = [Entries.Violation("/v"), Entries.Of("/a")];
        entries = bigEndian ? Array.ConvertAll(entries, Entries.BigEndian) : entries;
        var records = Read(Entries.Binary(HashAlgo.Sha384, entries));
        Assert.Equal(2, records.Length);
        Assert.Equal(bigEndian, records[0].Entry.IsBigEndian);
        Assert.Equal(HashAlgo.Sha384, records[1].Column.Algo);
    }

    [Fact]
    public void Pcr_zero_of_a_big_endian_list_is_told_by_the_name_length()
    {
        var entry = Entries.BigEndian(Entries.Of("boot_aggregate", pcr: 0));
        Assert.True(Assert.Single(Read(Entries.Binary(HashAlgo.Sha1, entry))).Entry.IsBigEndian);
    }

    [Fact]
    public void A_claimed_length_is_refused_before_anything_is_read()
    {
        var binary = Entries.Binary(HashAlgo.Sha1, Entries.Of("boot_aggregate"));
        binary[34 + 3] = 0x7f;
        Assert.False(MeasurementListReader.TryReadAll(binary, options: null, out _, out var error));
        Assert.Equal(34, error.Offset);
        Assert.Contains("beyond the limit of 67108864", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claimed_length_below_the_limit_allocates_no_more_than_twice_what_is_there()
    {
        var binary = Entries.Binary(HashAlgo.Sha1, Entries.Of("boot_aggregate"));
        binary[34 + 3] = 0x3f;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reader = new BinaryListReader(new MemoryStream(binary), new ListReaderOptions { MaxDataLength = int.MaxValue });
        Assert.False(reader.TryRead(out _));
        Assert.NotNull(reader.Error);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void A_record_larger_than_any_buffer_is_read()
    {
        var facts = new MeasurementFacts { Name = "ima_policy_loaded"u8.ToArray(), FileDigest = Digest.Zero(HashAlgo.Sha256), Buffer = new byte[1 << 20] };
        var big = new MeasurementEntry(10, Template.ImaBuf, TemplateWriter.Write(Template.ImaBuf, facts));
        MeasurementEntry[] entries = [Entries.Of("boot_aggregate"), big, Entries.Of("/a")];
        foreach (var list in (byte[][])[Entries.Binary(HashAlgo.Sha1, entries), Entries.Ascii(HashAlgo.Sha1, entries)])
        {
            var reader = MeasurementListReader.Open(new MemoryStream(list));
            var lengths = new List<int>();
            while (reader.TryRead(out var record))
            {
                lengths.Add(record.Entry.Data.Length);
            }

            Assert.Null(reader.Error);
            Assert.Equal(entries.Select(entry => entry.Data.Length), lengths);
        }
    }

    [Fact]
    public void Records_that_were_appended_after_the_end_are_read_on_the_next_try()
    {
        var stream = new MemoryStream();
        stream.Write(Entries.Binary(HashAlgo.Sha1, Entries.Of("boot_aggregate")));
        stream.Position = 0;
        var reader = MeasurementListReader.Open(stream);
        Assert.True(reader.TryRead(out _));
        Assert.False(reader.TryRead(out _));
        var end = stream.Position;
        stream.Write(Entries.Binary(HashAlgo.Sha1, Entries.Of("/a")));
        stream.Position = end;
        Assert.True(reader.TryRead(out var record));
        Assert.Equal(1, record.Index);
        Assert.Equal(end, record.Offset);
    }

    [Fact]
    public void Memory_stays_constant_over_a_long_list()
    {
        var chunk = Entries.Binary(HashAlgo.Sha1, Enumerable.Range(0, 1000).Select(i => Entries.Of($"/usr/bin/{i}")));
        var reader = new BinaryListReader(new RepeatingStream(chunk, 300));
        var most = 0L;
        while (reader.TryRead(out var record))
        {
            if (record.Index % 50_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        Assert.Null(reader.Error);
        Assert.Equal(300_000, reader.Count);
        Assert.True(most < 200 << 20, $"{most} bytes alive");
    }

    private static ImmutableArray<ListRecord> Read(byte[] list)
    {
        Assert.True(MeasurementListReader.TryReadAll(list, options: null, out var records, out var error), error.ToString());
        return records;
    }

    private sealed class RepeatingStream(byte[] chunk, int times) : Stream
    {
        private long position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var at = (int)(position % chunk.Length);
            var length = position == (long)chunk.Length * times ? 0 : Math.Min(count, chunk.Length - at);
            chunk.AsSpan(at, length).CopyTo(buffer.AsSpan(offset));
            position += length;
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
