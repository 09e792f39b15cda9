using Imara.Measurements.BootLogs;
using Imara.Measurements.Lists;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests.Replay;

/// <summary>Lists without a boot aggregate, and lists that go on behind the PCR.</summary>
public class ListHeadTests
{
    private static readonly MeasurementEntry[] Boot = [Entries.Of("boot_aggregate"), Entries.Of("/init"), Entries.Of("/bin/sh"), Entries.Of("/etc/passwd")];

    // keylime's vector: the replay from zero over this line gives the PCR.
    [Fact]
    public void A_list_that_never_had_a_boot_aggregate_is_proven_when_it_replays_from_zero()
    {
        var line = "10 7936eb315fb4e74b99e7d461bc5c96049e1ee092 ima-ng sha1:bc026ae66d81713e4e852465e980784dc96651f8 /usr/lib/systemd/systemd\n"u8.ToArray();
        var values = new PcrValues();
        values.Bank(HashAlgo.Sha1).Set(10, Convert.FromHexString("a25cff1a3e2d616846acff712b69e207e5da5b84"));
        var verified = ListVerifier.Verify(MeasurementListReader.Open(new MemoryStream(line)), values);
        Assert.Equal(ListVerdict.Proven, verified.Verdict);
        Assert.Equal("no-boot-aggregate", Assert.Single(verified.Findings).KindName);
        Assert.Equal(AggregateVerdict.Unchecked, verified.Aggregate.Verdict);
    }

    [Fact]
    public void Entries_of_one_PCR_that_are_all_there_do_not_hide_that_those_of_the_other_are_gone()
    {
        MeasurementEntry[] whole = [.. Boot, Entries.Of("/opt", pcr: 12)];
        var values = Values(whole, [10, 12]);
        foreach (var left in (MeasurementEntry[][])[whole[2..], whole[4..]])
        {
            var verified = Verify(left, values);
            Assert.NotEqual(ListVerdict.Proven, verified.Verdict);
            Assert.Equal("list-trimmed", verified.Findings[0].KindName);
        }
    }

    [Fact]
    public void What_stands_behind_the_PCR_does_not_count_for_the_attested_part()
    {
        MeasurementEntry[] longer = [.. Boot, Entries.Violation("/later"), Entries.Of("/opt", pcr: 40)];
        var verified = Verify(longer, Values(Boot, [10]));
        Assert.Equal((ListVerdict.Unproven, ListVerdict.Proven, 4L), (verified.Verdict, verified.AttestedVerdict, verified.AttestedEntries));
    }

    [Fact]
    public void What_stands_before_the_PCR_does_count_for_the_attested_part()
    {
        MeasurementEntry[] longer = [.. Boot, Entries.Violation("/earlier"), Entries.Of("/opt"), Entries.Of("/later")];
        var verified = Verify(longer, Values(longer[..6], [10]));
        Assert.Equal((ListVerdict.Unproven, ListVerdict.Violations, 6L), (verified.Verdict, verified.AttestedVerdict, verified.AttestedEntries));
    }

    [Fact]
    public void Without_an_attested_part_nothing_is_good()
    {
        Assert.Equal(ListVerdict.Unchecked, Verify(Boot, values: null).AttestedVerdict);
        var other = Values([.. Boot, Entries.Of("/x")], [10]);
        Assert.Equal(ListVerdict.Mismatch, Verify(Boot, other).AttestedVerdict);
    }

    [Fact]
    public void A_firmware_PCR_of_the_list_starts_with_what_the_firmwares_log_gives()
    {
        Assert.True(FirmwareLog.TryRead(Corpus.Unpack(Path.Combine(Corpus.Root, "eventlogs", "qemu-seabios-2-banks.bin.gz")), out var log, out _));
        var evidence = new BootEvidence { Firmware = log };
        MeasurementEntry[] entries = [.. Boot, Entries.Of("/opt", pcr: 4)];
        using var bank = new PcrBank(HashAlgo.Sha256);
        Assert.True(evidence.ReplayFirmware().Find(HashAlgo.Sha256)!.TryGet(4, out var start));
        bank.SetValue(4, start.Span);
        Array.ForEach(entries, bank.Extend);
        var values = new PcrValues();
        values.Bank(HashAlgo.Sha256).Set(4, bank.Value(4));
        values.Bank(HashAlgo.Sha256).Set(10, bank.Value(10));
        var verified = ListVerifier.Verify(Open(entries), values, new ListVerifierOptions { Evidence = evidence });
        Assert.All(Assert.Single(verified.Banks).Pcrs, pcr => Assert.True(pcr.Matches));
        Assert.DoesNotContain(verified.Findings, finding => finding.Kind == ListFindingKind.PcrNotVerifiable);
    }

    [Fact]
    public void An_unknown_template_is_told_once_with_the_number_of_its_entries()
    {
        MeasurementEntry[] entries = [Boot[0], .. Enumerable.Range(0, 500).Select(i => Unknown("cgpath", $"/{i}")), Unknown("other", "/x")];
        var verified = Verify(entries, Values(entries, [10]));
        Assert.Equal(ListVerdict.Unproven, verified.Verdict);
        Assert.Equal(
            [("unknown-template", 1L, "template cgpath is unknown; 500 entries have it"), ("unknown-template", 501L, "template other is unknown")],
            verified.Findings.Select(finding => (finding.KindName, finding.Index ?? -1, finding.Message)));
    }

    [Theory]
    [InlineData("ima-ng", "ima-ngv2")]
    [InlineData("ima-sig", "ima-sigv2")]
    [InlineData("ima-ngv2", "ima-ng")]
    [InlineData("ima-sigv2", "ima-sig")]
    public void A_digest_without_the_type_that_its_template_demands_is_malformed(string written, string claimed)
    {
        var entry = Entries.Of("/bin/x", Template.BuiltIn.Single(template => template.Name == written));
        var relabelled = new MeasurementEntry(entry.Pcr, Template.BuiltIn.Single(template => template.Name == claimed), entry.Data);
        Assert.Equal(ListVerdict.Proven, Verify([Boot[0], entry], Values([Boot[0], entry], [10])).Verdict);
        var verified = Verify([Boot[0], relabelled], Values([Boot[0], entry], [10]));
        Assert.Equal(ListVerdict.Malformed, verified.Verdict);
        Assert.Equal("malformed-data", Assert.Single(verified.Findings).KindName);
    }

    [Fact]
    public void A_boot_aggregate_that_is_a_violation_is_not_called_a_written_file()
    {
        MeasurementEntry[] entries = [Entries.Violation("boot_aggregate"), Boot[1]];
        var finding = Assert.Single(Verify(entries, Values(entries, [10])).Findings);
        Assert.Equal(ListFindingKind.Violation, finding.Kind);
        Assert.DoesNotContain("was written", finding.Message, StringComparison.Ordinal);
    }

    private static MeasurementEntry Unknown(string template, string name) =>
        new(10, template, template: null, Entries.Of(name).Data, isViolation: false, isBigEndian: false, legacyDigestSize: 0);

    private static MeasurementListReader Open(MeasurementEntry[] entries) => MeasurementListReader.Open(new MemoryStream(Entries.Binary(HashAlgo.Sha256, entries)));

    private static ListVerification Verify(MeasurementEntry[] entries, PcrValues? values) => ListVerifier.Verify(Open(entries), values);

    private static PcrValues Values(MeasurementEntry[] entries, int[] pcrs)
    {
        using var bank = new PcrBank(HashAlgo.Sha256);
        Array.ForEach(entries, bank.Extend);
        var values = new PcrValues();
        Array.ForEach(pcrs, pcr => values.Bank(HashAlgo.Sha256).Set(pcr, bank.Value(pcr)));
        return values;
    }
}
