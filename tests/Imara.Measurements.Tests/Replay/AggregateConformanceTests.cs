using System.Text.Json;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests.Replay;

/// <summary>The recorded boots: what follows from a list, the logs of firmware and systemd, and the PCRs of the TPM.</summary>
public class AggregateConformanceTests
{
    public static TheoryData<string> Names => AggregateCase.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_verdict_is_what_follows_from_the_inputs(string name)
    {
        var boot = AggregateCase.Read(name);
        foreach (var bank in boot.Banks)
        {
            var verified = boot.Verify(bank, boot.Evidence, boot.Pcrs);
            Assert.Equal(boot.Expect.GetProperty("verdict").GetString(), verified.Aggregate.VerdictName);
            Assert.Equal(verified.Aggregate.Verdict == AggregateVerdict.Matches ? ListVerdict.Proven : ListVerdict.Mismatch, verified.Verdict);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_PCRs_that_the_logs_do_not_explain_are_named(string name)
    {
        var boot = AggregateCase.Read(name);
        var found = boot.Verify(boot.Banks.First(), boot.Evidence, boot.Pcrs).Aggregate.Unexplained;
        var bySeparator = Numbers(boot.Expect.GetProperty("explained_by_the_word_os_separator"));
        foreach (var bank in boot.Expect.GetProperty("pcrs_not_explained").EnumerateObject())
        {
            Assert.True(HashAlgos.TryParse(bank.Name, out var algo));
            Assert.Equal(Numbers(bank.Value), found.Where(one => one.Bank == algo).Select(one => one.Pcr));
            Assert.Equal(bySeparator, found.Where(one => one.Bank == algo && one.IsOsSeparator).Select(one => one.Pcr));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_the_firmwares_log_values_that_give_another_aggregate_prove_nothing(string name)
    {
        var boot = AggregateCase.Read(name);
        var isLive = boot.Expect.GetProperty("live_equals_record").GetBoolean();
        foreach (var firmware in (byte[]?[])[null, []])
        {
            var verified = boot.Verify(boot.Banks.First(), BootEvidence.Read(firmware, boot.UserLog), boot.Pcrs);
            Assert.Equal(isLive ? AggregateVerdict.Matches : AggregateVerdict.Unchecked, verified.Aggregate.Verdict);
            Assert.Equal(isLive ? ListVerdict.Proven : ListVerdict.Unproven, verified.Verdict);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_firmwares_log_alone_tells(string name)
    {
        var boot = AggregateCase.Read(name);
        var expected = boot.Expect.GetProperty("firmware_log_equals_record").GetBoolean() ? AggregateVerdict.Matches : AggregateVerdict.Differs;
        Assert.Equal(expected, boot.Verify(boot.Banks.First(), BootEvidence.Read(boot.Firmware, user: null), values: null).Aggregate.Verdict);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_log_that_is_cut_inside_an_event_tells_nothing_and_never_differs(string name)
    {
        var boot = AggregateCase.Read(name);
        var verified = boot.Verify(boot.Banks.First(), BootEvidence.Read(boot.Firmware.AsMemory(0, boot.Firmware.Length - 1), boot.UserLog), boot.Pcrs);
        Assert.Equal(boot.Expect.GetProperty("live_equals_record").GetBoolean() ? AggregateVerdict.Matches : AggregateVerdict.Unchecked, verified.Aggregate.Verdict);
        Assert.Equal(ListVerdict.Unproven, verified.Verdict);
        Assert.Contains(verified.Findings, finding => finding.Kind == ListFindingKind.BootLogUnusable);
    }

    private static IEnumerable<int> Numbers(JsonElement list) => list.EnumerateArray().Select(number => number.GetInt32());
}
