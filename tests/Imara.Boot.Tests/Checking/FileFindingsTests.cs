using Imara.Appraisal.Labelling;
using Imara.Boot.Checking;
using Imara.Diagnostics;

namespace Imara.Boot.Tests.Checking;

public class FileFindingsTests
{
    private const string Path = "/sbin/init";

    [Theory]
    [InlineData(FileStatusWord.Good, "", Errno.None, null, 1, 1)]
    [InlineData(FileStatusWord.Skipped, VerifyAction.NotAppraised, Errno.None, null, 1, 0)]
    [InlineData(FileStatusWord.Bad, "missing-hash", Errno.None, "is refused: missing-hash", 1, 1)]
    [InlineData(FileStatusWord.Unchecked, "no-key-given", Errno.None, "was not checked: no-key-given", 1, 1)]
    [InlineData(FileStatusWord.Skipped, "other-filesystem", Errno.None, "could not be checked: other-filesystem", 0, 0)]
    [InlineData(FileStatusWord.Unreadable, "", Errno.EACCES, "could not be checked: EACCES", 0, 0)]
    [InlineData(FileStatusWord.Vanished, "", Errno.None, "could not be checked: vanished", 0, 0)]
    [InlineData(FileStatusWord.Changed, "", Errno.None, "could not be checked: changed", 0, 0)]
    [InlineData(FileStatusWord.Failed, "is-a-directory", Errno.None, "could not be checked: is-a-directory", 0, 0)]
    public void What_the_verification_says_is_told_and_only_what_was_looked_at_counts(FileStatusWord status, string cause, Errno errno, string? message, int seen, int appraised)
    {
        var findings = new FileFindings(PreflightTopic.InitPath, PreflightVerdict.WillLockOut, PreflightVerdict.Unproven);
        findings.Heard("/sbin/init"u8, new FileOutcome(status, cause, errno));
        Assert.Equal((seen, appraised), (findings.Seen, findings.Appraised));
        Assert.Equal(message, findings.Found.SingleOrDefault()?.Message);
        Assert.All(findings.Found, finding => Assert.Equal((Path, PreflightTopic.InitPath), (finding.Subject, finding.Topic)));
    }

    [Theory]
    [InlineData(FileStatusWord.Bad, PreflightVerdict.WillLockOut, DiagnosticSeverity.Error, "IMA0610")]
    [InlineData(FileStatusWord.Unchecked, PreflightVerdict.Unproven, DiagnosticSeverity.Warning, "IMA0611")]
    [InlineData(FileStatusWord.Unreadable, PreflightVerdict.Unproven, DiagnosticSeverity.Warning, "IMA0612")]
    public void A_refusal_locks_out_and_what_nobody_saw_is_a_doubt(FileStatusWord status, PreflightVerdict means, DiagnosticSeverity severity, string id)
    {
        Assert.Equal((means, severity, id), Told(PreflightTopic.InitPath, PreflightVerdict.WillLockOut, PreflightVerdict.Unproven, status));
        Assert.Equal((PreflightVerdict.Safe, DiagnosticSeverity.Info, id), Told(PreflightTopic.InitPath, PreflightVerdict.Safe, PreflightVerdict.Safe, status));
    }

    [Theory]
    [InlineData(FileStatusWord.Bad, "IMA0605")]
    [InlineData(FileStatusWord.Unchecked, "IMA0606")]
    [InlineData(FileStatusWord.Unreadable, "IMA0606")]
    public void About_the_policy_file_the_findings_are_its_own(FileStatusWord status, string id) =>
        Assert.Equal(id, Told(PreflightTopic.Signature, PreflightVerdict.WillBeRefused, PreflightVerdict.Unproven, status).Id);

    private static (PreflightVerdict Means, DiagnosticSeverity Severity, string Id) Told(PreflightTopic topic, PreflightVerdict denied, PreflightVerdict unseen, FileStatusWord status)
    {
        var findings = new FileFindings(topic, denied, unseen);
        findings.Heard("/sbin/init"u8, new FileOutcome(status, "cause"));
        var finding = Assert.Single(findings.Found);
        return (finding.Means, finding.Severity, finding.Kind.Id);
    }
}
