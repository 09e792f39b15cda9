using System.Buffers;
using System.Security.Cryptography;
using Imara.Measurements.Lists;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests;

/// <summary>Every list that a kernel recorded comes out again, in every form and every bank.</summary>
public class RecordedListTests
{
    public static TheoryData<string> Names => Corpus.Names;

    public static TheoryData<string> NamesWithPcrs => Corpus.NamesWithPcrs;

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_binary_list_is_written_back_byte_for_byte(string name)
    {
        foreach (var (algo, binary) in Corpus.Lists[name].Banks)
        {
            Assert.True(MeasurementListReader.TryReadAll(binary, options: null, out var records, out var error), error.ToString());
            var written = new ArrayBufferWriter<byte>();
            foreach (var record in records)
            {
                Assert.Equal(algo, record.Column.Algo);
                Assert.True(record.DigestMatches);
                BinaryList.Write(record.Entry, algo, written);
            }

            Assert.Equal(binary, written.WrittenSpan.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_bank_is_derived_from_the_sha1_list(string name)
    {
        var list = Corpus.Lists[name];
        var entries = list.Read();
        foreach (var (algo, binary) in list.Banks)
        {
            var written = new ArrayBufferWriter<byte>();
            foreach (var record in entries)
            {
                BinaryList.Write(record.Entry, algo, written);
            }

            Assert.Equal(binary, written.WrittenSpan.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_ascii_list_is_written_from_the_binary_one(string name)
    {
        var list = Corpus.Lists[name];
        Assert.Equal(list.Ascii, WriteAscii(list.Read(), HashAlgo.Sha1));
        foreach (var (algo, expected) in list.AsciiSha256)
        {
            Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(WriteAscii(list.Read(), algo))));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_binary_list_is_rebuilt_from_the_ascii_one(string name)
    {
        var list = Corpus.Lists[name];
        foreach (var algo in list.Banks.Keys)
        {
            var ascii = WriteAscii(list.Read(), algo);
            Assert.True(MeasurementListReader.TryReadAll(ascii, options: null, out var records, out var error), error.ToString());
            var written = new ArrayBufferWriter<byte>();
            foreach (var record in records)
            {
                BinaryList.Write(record.Entry, algo, written);
            }

            Assert.Equal(list.Banks[algo], written.WrittenSpan.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(NamesWithPcrs))]
    public void Every_bank_replays_to_the_values_of_the_tpm(string name)
    {
        var list = Corpus.Lists[name];
        var verified = ListVerifier.Verify(MeasurementListReader.Open(new MemoryStream(list.Binary)), list.Pcrs);
        Assert.Equal(list.Pcrs!.Banks.Select(bank => bank.Algo), verified.Banks.Select(bank => bank.Algo));
        Assert.All(verified.Banks, bank => Assert.All(bank.Pcrs, pcr => Assert.True(pcr.Matches || pcr.Expected is null)));
        Assert.DoesNotContain(verified.Findings, finding => finding.Kind == ListFindingKind.BootAggregateMismatch);

        // One workload extends PCR 12, which was not recorded: nothing proves its entries.
        var isPcrMissing = verified.Findings.Any(finding => finding.Kind == ListFindingKind.PcrMissing);
        Assert.Equal(
            isPcrMissing ? ListVerdict.Unproven : verified.Violations > 0 ? ListVerdict.Violations : ListVerdict.Proven, verified.Verdict);
        if (list.Violations is { } violations)
        {
            Assert.Equal(violations, verified.Violations);
        }
    }

    [Fact]
    public void Debian_6_1_extends_its_sha384_and_sha512_banks_with_padded_sha1()
    {
        var list = Corpus.Lists["busybox-debian61"];
        var verified = ListVerifier.Verify(MeasurementListReader.Open(new MemoryStream(list.Binary)), list.Pcrs);
        Assert.Equal(
            [(HashAlgo.Sha1, false), (HashAlgo.Sha256, false), (HashAlgo.Sha384, true), (HashAlgo.Sha512, true)],
            verified.Banks.Select(bank => (bank.Algo, bank.Rule == ExtendRule.PaddedSha1)));
        Assert.Equal(2, verified.Findings.Count(finding => finding.Kind == ListFindingKind.PaddedSha1));
    }

    [Theory]
    [MemberData(nameof(NamesWithPcrs))]
    public void The_boot_aggregate_is_computed_from_the_pcrs(string name)
    {
        var list = Corpus.Lists[name];
        var entry = list.Read()[0].Entry;
        if (BootAggregate.TryRead(entry, out var algo, out var recorded))
        {
            var expected = entry.Template!.Fields.Contains(TemplateField.D)
                ? BootAggregate.ComputeSha1(list.Pcrs!.Banks)
                : BootAggregate.Compute(algo, list.Pcrs!.Banks);
            Assert.Equal(expected, new Digest(algo, recorded.Span));
        }
        else
        {
            Assert.DoesNotContain(entry.Template!.Fields, field => field is TemplateField.D or TemplateField.DNg or TemplateField.DNgV2);
        }
    }

    private static byte[] WriteAscii(IReadOnlyList<ListRecord> records, HashAlgo algo)
    {
        var written = new ArrayBufferWriter<byte>();
        foreach (var record in records)
        {
            AsciiList.Write(record.Entry, algo, written);
        }

        return written.WrittenSpan.ToArray();
    }
}
