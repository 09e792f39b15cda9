using Imara.Measurements.Lists;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests;

public class ListVerifierTests
{
    private static readonly MeasurementEntry[] Boot = [Entries.Of("boot_aggregate"), Entries.Of("/init"), Entries.Of("/bin/sh"), Entries.Of("/etc/passwd")];

    [Fact]
    public void A_list_that_every_bank_agrees_with_is_proven()
    {
        var verified = Verify(Boot, Replay(Boot, HashAlgo.Sha1, HashAlgo.Sha256));
        Assert.Equal("proven", verified.VerdictName);
        Assert.Equal(4, verified.Entries);
        Assert.Equal(4, verified.AttestedEntries);
        Assert.Empty(verified.Findings);
        Assert.Equal([HashAlgo.Sha1, HashAlgo.Sha256], verified.Banks.Select(bank => bank.Algo));
    }

    [Fact]
    public void One_wrong_bank_is_a_mismatch_whichever_it_is()
    {
        foreach (var wrong in (HashAlgo[])[HashAlgo.Sha1, HashAlgo.Sha256])
        {
            var pcrs = Replay(Boot, HashAlgo.Sha1, HashAlgo.Sha256);
            pcrs.Bank(wrong).Set(10, Enumerable.Repeat((byte)1, HashAlgos.DigestSize(wrong)).ToArray());
            Assert.Equal(ListVerdict.Mismatch, Verify(Boot, pcrs).Verdict);
        }
    }

    [Fact]
    public void Without_values_nothing_is_checked()
    {
        var verified = Verify(Boot, expected: null);
        Assert.Equal("unchecked", verified.VerdictName);
        var bank = Assert.Single(verified.Banks);
        Assert.Equal(Convert.ToHexString(Value(Replay(Boot, HashAlgo.Sha256), HashAlgo.Sha256)), Convert.ToHexString(bank.Pcrs[0].Value.Span));
        Assert.Equal(PcrMatch.NotCompared, bank.Pcrs[0].Match);
    }

    [Fact]
    public void Entries_behind_the_quote_are_unattested()
    {
        var verified = Verify(Boot, Replay(Boot[..3], HashAlgo.Sha256));
        Assert.Equal("unproven", verified.VerdictName);
        Assert.Equal(3, verified.AttestedEntries);
        var finding = Assert.Single(verified.Findings);
        Assert.Equal("unattested-entries", finding.KindName);
        Assert.Equal(3, finding.Index);
        var pcr = Assert.Single(verified.Banks[0].Pcrs);
        Assert.False(pcr.Matches);
        Assert.Equal(3, pcr.AttestedEntries);
    }

    [Fact]
    public void Banks_read_at_different_times_prove_what_they_all_have()
    {
        var pcrs = Replay(Boot[..2], HashAlgo.Sha1);
        Assert.True(pcrs.TryMerge(Replay(Boot, HashAlgo.Sha256)));
        Assert.Equal(2, Verify(Boot, pcrs).AttestedEntries);
    }

    [Fact]
    public void A_pcr_that_was_never_extended_attests_nothing()
    {
        var pcrs = new PcrValues();
        pcrs.Bank(HashAlgo.Sha256).Set(10, new byte[32]);
        Assert.Equal(ListVerdict.Mismatch, Verify(Boot, pcrs).Verdict);
    }

    [Fact]
    public void A_list_that_lacks_the_last_entries_is_a_mismatch() =>
        Assert.Equal(ListVerdict.Mismatch, Verify(Boot[..3], Replay(Boot, HashAlgo.Sha256)).Verdict);

    [Fact]
    public void A_violation_is_reported_even_if_the_pcr_agrees()
    {
        MeasurementEntry[] entries = [.. Boot, Entries.Violation("/var/\u001b[2Jlog")];
        var verified = Verify(entries, Replay(entries, HashAlgo.Sha256));
        Assert.Equal("violations", verified.VerdictName);
        Assert.Equal(1, verified.Violations);
        var finding = Assert.Single(verified.Findings);
        Assert.Equal(("violation", 4L), (finding.KindName, finding.Index));
        Assert.Contains(@"/var/\x1b[2Jlog", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zero_column_over_a_real_digest_is_malformed()
    {
        var real = Entries.Of("/bin/evil");
        MeasurementEntry[] entries = [.. Boot, new(10, real.Template!, real.Data, isViolation: true)];
        var verified = Verify(entries, Replay(entries, HashAlgo.Sha256));
        Assert.Equal(ListVerdict.Malformed, verified.Verdict);
        Assert.Equal("malformed-violation", Assert.Single(verified.Findings).KindName);
    }

    [Fact]
    public void An_altered_column_is_a_mismatch_though_the_pcr_agrees()
    {
        var list = Entries.Binary(HashAlgo.Sha256, Boot);
        var last = Entries.Binary(HashAlgo.Sha256, Boot[..3]).Length;
        list[last + 4] ^= 1;
        var verified = ListVerifier.Verify(MeasurementListReader.Open(new MemoryStream(list)), Replay(Boot, HashAlgo.Sha256));
        Assert.Equal("mismatch", verified.VerdictName);
        var finding = Assert.Single(verified.Findings);
        Assert.Equal(("digest-mismatch", 3L, (long)last), (finding.KindName, finding.Index, finding.Offset));
        Assert.True(verified.Banks[0].Pcrs[0].Matches);
    }

    [Fact]
    public void A_list_without_its_head_cannot_be_proven_from_zero_but_from_a_kept_state()
    {
        var pcrs = Replay(Boot, HashAlgo.Sha256);
        var verified = Verify(Boot[2..], pcrs);
        Assert.Equal("unproven", verified.VerdictName);
        Assert.Equal(["list-trimmed", "pcr-not-verifiable"], verified.Findings.Select(finding => finding.KindName));

        var kept = Verify(Boot[2..], pcrs, new ListVerifierOptions { Initial = Replay(Boot[..2], HashAlgo.Sha256) });
        Assert.Equal(ListVerdict.Proven, kept.Verdict);
    }

    [Fact]
    public void Entries_that_no_pcr_can_prove_are_unproven()
    {
        MeasurementEntry[] entries = [.. Boot, Entries.Of("/opt", pcr: 33)];
        var verified = Verify(entries, Replay(entries, HashAlgo.Sha256));
        Assert.Equal("unproven", verified.VerdictName);
        Assert.Equal("not-attestable", Assert.Single(verified.Findings).KindName);
    }

    [Fact]
    public void A_pcr_that_the_list_names_but_no_bank_gives_is_missing()
    {
        MeasurementEntry[] entries = [.. Boot, Entries.Of("/opt", pcr: 12)];
        var verified = Verify(entries, Replay(entries, [10], HashAlgo.Sha256));
        Assert.Equal("unproven", verified.VerdictName);
        Assert.Equal("pcr-missing", Assert.Single(verified.Findings).KindName);
        Assert.Equal(ListVerdict.Proven, Verify(entries, Replay(entries, [10, 12], HashAlgo.Sha256)).Verdict);
    }

    [Fact]
    public void A_firmware_pcr_needs_its_value_from_before_ima()
    {
        MeasurementEntry[] entries = [.. Boot, Entries.Of("/opt", pcr: 4)];
        var firmware = Enumerable.Repeat((byte)9, 32).ToArray();
        using var bank = new PcrBank(HashAlgo.Sha256);
        bank.SetValue(4, firmware);
        Array.ForEach(entries, bank.Extend);
        var pcrs = new PcrValues();
        pcrs.Bank(HashAlgo.Sha256).Set(4, bank.Value(4));
        pcrs.Bank(HashAlgo.Sha256).Set(10, bank.Value(10));
        Assert.Equal("pcr-not-verifiable", Assert.Single(Verify(entries, pcrs).Findings).KindName);

        var initial = new PcrValues();
        initial.Bank(HashAlgo.Sha256).Set(4, firmware);
        Assert.Equal(ListVerdict.Proven, Verify(entries, pcrs, new ListVerifierOptions { Initial = initial }).Verdict);
    }

    [Theory]
    [InlineData(ExtendRule.PaddedSha1)]
    [InlineData(ExtendRule.PaddedSha1AndViolation)]
    public void A_bank_extended_with_padded_sha1_is_recognised_alone(ExtendRule rule)
    {
        MeasurementEntry[] entries = [.. Boot, Entries.Violation("/v")];
        var pcrs = Replay(entries, HashAlgo.Sha256);
        using var padded = new PcrBank(HashAlgo.Sha384, rule);
        Array.ForEach(entries, padded.Extend);
        pcrs.Bank(HashAlgo.Sha384).Set(10, padded.Value(10));
        var verified = Verify(entries, pcrs);
        Assert.Equal(ListVerdict.Violations, verified.Verdict);
        Assert.Equal([ExtendRule.OwnDigest, rule], verified.Banks.Select(bank => bank.Rule));
        Assert.Contains(verified.Findings, finding => finding.KindName == "padded-sha1");
    }

    [Fact]
    public void A_list_that_is_cut_is_malformed_with_index_and_offset()
    {
        var list = Entries.Binary(HashAlgo.Sha256, Boot);
        var verified = ListVerifier.Verify(MeasurementListReader.Open(new MemoryStream(list[..^1])), Replay(Boot, HashAlgo.Sha256));
        Assert.Equal("malformed", verified.VerdictName);
        var finding = verified.Findings[0];
        Assert.Equal(("malformed-list", 3L, (long)list.Length - 1), (finding.KindName, finding.Index, finding.Offset));
    }

    [Fact]
    public void Only_the_banks_asked_for_are_compared_and_a_missing_one_is_not_passed_over()
    {
        var pcrs = Replay(Boot, HashAlgo.Sha1, HashAlgo.Sha256);
        pcrs.Bank(HashAlgo.Sha1).Set(10, new byte[20]);
        Assert.Equal(ListVerdict.Proven, Verify(Boot, pcrs, new ListVerifierOptions { Banks = [HashAlgo.Sha256] }).Verdict);
        Assert.Equal(ListVerdict.Unproven, Verify(Boot, pcrs, new ListVerifierOptions { Banks = [HashAlgo.Sha256, HashAlgo.Sha384] }).Verdict);
        Assert.Equal(ListVerdict.Unchecked, Verify(Boot, pcrs, new ListVerifierOptions { Banks = [HashAlgo.Sha384] }).Verdict);
    }

    [Fact]
    public void Values_that_give_another_boot_aggregate_leave_it_unchecked_and_the_list_unproven()
    {
        var pcrs = Replay(Boot, HashAlgo.Sha256);
        for (var pcr = 0; pcr < 10; pcr++)
        {
            pcrs.Bank(HashAlgo.Sha256).Set(pcr, new byte[32]);
        }

        var verified = Verify(Boot, pcrs);
        Assert.Equal("unproven", verified.VerdictName);
        Assert.Equal("boot-aggregate-unchecked", Assert.Single(verified.Findings).KindName);
    }

    [Fact]
    public void An_empty_list_is_not_proven()
    {
        Assert.Equal(ListVerdict.Unchecked, Verify([], expected: null).Verdict);
        Assert.NotEqual(ListVerdict.Proven, Verify([], Replay(Boot, HashAlgo.Sha256)).Verdict);
    }

    [Fact]
    public void Findings_are_bounded_and_the_rest_is_counted()
    {
        MeasurementEntry[] entries = [Boot[0], .. Enumerable.Range(0, 5).Select(i => Entries.Violation($"/{i}"))];
        var verified = Verify(entries, Replay(entries, HashAlgo.Sha256), new ListVerifierOptions { MaxFindings = 2 });
        Assert.Equal(2, verified.Findings.Length);
        Assert.Equal(3, verified.OmittedFindings);
        Assert.Equal(ListVerdict.Violations, verified.Verdict);
    }

    private static ListVerification Verify(MeasurementEntry[] entries, PcrValues? expected, ListVerifierOptions? options = null) =>
        ListVerifier.Verify(MeasurementListReader.Open(new MemoryStream(Entries.Binary(HashAlgo.Sha256, entries))), expected, options);

    private static PcrValues Replay(MeasurementEntry[] entries, params HashAlgo[] banks) => Replay(entries, [10], banks);

    private static PcrValues Replay(MeasurementEntry[] entries, int[] pcrs, params HashAlgo[] banks)
    {
        var values = new PcrValues();
        foreach (var algo in banks)
        {
            using var bank = new PcrBank(algo);
            Array.ForEach(entries, bank.Extend);
            Array.ForEach(pcrs, pcr => values.Bank(algo).Set(pcr, bank.Value(pcr)));
        }

        return values;
    }

    private static byte[] Value(PcrValues values, HashAlgo algo) => values.Find(algo)!.TryGet(10, out var value) ? value.ToArray() : [];
}
