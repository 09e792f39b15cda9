using Imara.Boot.Audit.Sources;
using Imara.Boot.Audit;
using Imara.Boot.Audit.Reading;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Tests.Audit;

public sealed class AuditSurveyTests
{
    private static readonly AuditWindow Always = new(null, null, IsBoot: false);

    [Fact]
    public void Records_that_say_the_same_are_one_finding()
    {
        var survey = Survey(Always, null, At(10, 1) + At(30, 2) + At(20, 3) + At(40, 4).Replace("uid=0", "uid=7", StringComparison.Ordinal));
        Assert.Equal([3L, 1L], survey.Findings.Select(finding => finding.Tally.Count));
        Assert.Equal((Moment(10), Moment(30)), (survey.Findings.First().Tally.First, survey.Findings.First().Tally.Last));
        Assert.Equal(4, survey.Records);
        Assert.True(survey.IsComplete);
    }

    [Fact]
    public void What_happened_before_is_passed_over() =>
        Assert.Equal(2, Survey(Always with { Since = Moment(20) }, null, At(10, 1) + At(20, 2) + At(30, 3)).Records);

    [Theory]
    [InlineData(AppraiseBits.Enforce, AuditVerdict.Denied)]
    [InlineData(AppraiseBits.Log, AuditVerdict.WouldBeDenied)]
    [InlineData(AppraiseBits.Fix, AuditVerdict.WouldBeDenied)]
    [InlineData(AppraiseBits.Log | AppraiseBits.Modules, AuditVerdict.WouldBeDenied)]
    public void The_mode_of_this_boot_says_what_became_of_it(AppraiseBits mode, AuditVerdict verdict)
    {
        var survey = Survey(Always with { Boot = Moment(20) }, mode, At(10, 1) + At(30, 2));
        Assert.Equal([AuditVerdict.Refused, verdict], survey.Findings.Select(finding => finding.Verdict));
    }

    [Fact]
    public void A_log_tells_the_mode_of_its_boots()
    {
        var survey = Survey(Always, null, At(5, 1) + "[ 0.0] Command line: ima_appraise=log\n" + At(10, 2) + "[ 0.0] Command line: quiet\n" + At(20, 3));
        Assert.Equal([AuditVerdict.Refused, AuditVerdict.WouldBeDenied, AuditVerdict.Denied], survey.Findings.Select(finding => finding.Verdict));
    }

    [Theory]
    [InlineData("no", AuditVerdict.Denied)]
    [InlineData("yes", AuditVerdict.WouldBeDenied)]
    public void The_end_of_the_system_call_says_what_became_of_it(string success, AuditVerdict verdict)
    {
        var call = $"type=SYSCALL msg=audit({Seconds(10)}.123:1): arch=c000003e syscall=257 success={success} exit=3 exe=\"/bin/cat\"\n";
        var finding = Assert.Single(Survey(Always, null, At(10, 1) + call + call).Findings);
        Assert.Equal((verdict, AccessWays.Open, "/bin/cat"), (finding.Verdict, finding.Ways, finding.Executable.ToString()));
        Assert.Equal(1, finding.Tally.Denied + finding.Tally.Allowed);
    }

    [Fact]
    public void EVM_denies_in_every_mode()
    {
        var text = At(10, 1).Replace("1800", "1801", StringComparison.Ordinal).Replace("appraise_data cause=missing-hash", "appraise_metadata cause=no_label", StringComparison.Ordinal);
        Assert.Equal(AuditVerdict.Denied, Assert.Single(Survey(Always with { Boot = Moment(0) }, AppraiseBits.Log, text).Findings).Verdict);
    }

    [Fact]
    public void A_violation_denies_nothing()
    {
        var text = $"audit: type=1804 audit({Seconds(1)}.123:9): pid=9 uid=0 op=invalid_pcr cause=ToMToU comm=\"labh\" name=\"/t/f\" dev=\"tmpfs\" ino=2 res=1 errno=0\n";
        var finding = Assert.Single(Survey(Always, null, text).Findings);
        Assert.Equal(AuditVerdict.Unmeasured, finding.Verdict);
        Assert.False(finding.IsRefusal);
    }

    [Fact]
    public void A_survey_with_lines_that_were_not_understood_is_not_complete() => Assert.False(Survey(Always, null, "audit: type=1800 audit(1.123:9): op=x\n").IsComplete);

    [Fact]
    public void What_the_kernel_log_drops_the_audit_socket_has()
    {
        const string Loss = "[ 1.0] kauditd_printk_skb: 3 callbacks suppressed\n";
        Assert.Single(Survey(Always, null, Loss + At(10, 1)).Losses);
        Assert.Empty(Survey(Always, null, Loss + "Nov 14 22:13:20 host audit[94]: INTEGRITY_DATA " + Logs.MissingHash).Losses);
    }

    [Fact]
    public void Findings_are_limited_and_the_rest_is_counted()
    {
        var survey = new AuditSurvey(Always, null, _ => AppraiseBits.None);
        for (var i = 0; i <= AuditSurvey.MaxFindings; i++)
        {
            survey.Add(new AuditLogItem(AuditLogItemKind.Record) { Record = Logs.Record($"op=x cause=y name=\"/{i}\" res=0") });
        }

        Assert.Equal((AuditSurvey.MaxFindings, 1L), (survey.Findings.Count, survey.Ungrouped));
        Assert.False(survey.IsComplete);
    }

    internal static AuditSurvey Survey(AuditWindow window, AppraiseBits? mode, string log)
    {
        var survey = new AuditSurvey(window, mode, line => line.Contains("ima_appraise=log", StringComparison.Ordinal) ? AppraiseBits.Log : AppraiseBits.Enforce);
        foreach (var item in Logs.Read(log))
        {
            survey.Add(item);
        }

        return survey;
    }

    private static string At(int second, int serial) => $"audit: type=1800 audit({Seconds(second)}.123:{serial}): {Logs.MissingHash}\n";

    private static long Seconds(int second) => 1700000000 + second;

    private static DateTimeOffset Moment(int second) => DateTimeOffset.FromUnixTimeMilliseconds((Seconds(second) * 1000) + 123);
}
