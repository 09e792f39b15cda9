using System.Text;
using Imara.Boot.Audit.Sources;
using Imara.Boot.Audit;
using Imara.Boot.Audit.Reading;
using Imara.Boot.Audit.Rules;
using Imara.Linux.Files;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Boot.Tests.Audit;

public sealed class RuleSearchTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-audit-").FullName;

    [Theory]
    [InlineData("missing-hash", "appraise fowner=0", "0")]
    [InlineData("missing-hash", "dont_appraise uid=0|appraise fowner=0", "")]
    [InlineData("missing-hash", "dont_appraise uid=7|appraise fowner=0", "1")]
    [InlineData("missing-hash", "dont_appraise euid=0|appraise fowner=0", "1")]
    [InlineData("missing-hash", "appraise uid=7|appraise uid=0|appraise fowner=0", "1")]
    [InlineData("missing-hash", "appraise euid=7|appraise uid=0", "0 1")]
    [InlineData("missing-hash", "appraise func=BPRM_CHECK|appraise func=FILE_CHECK|measure func=FILE_CHECK", "0 1")]
    [InlineData("missing-hash", "appraise func=MODULE_CHECK|appraise func=MMAP_CHECK", "1")]
    [InlineData("missing-hash", "appraise func=MODULE_CHECK", "0")]
    [InlineData("missing-hash", "appraise appraise_type=imasig", "")]
    [InlineData("IMA-signature-required", "appraise func=FILE_CHECK|appraise func=BPRM_CHECK appraise_type=imasig", "1")]
    [InlineData("missing-hash", "appraise fsmagic=0x1234 fowner=9", "0")]
    public void The_rules_that_can_have_made_a_record_are_found(string cause, string policy, string expected)
    {
        var found = Search(policy).Find(Finding(Logs.MissingHash.Replace("missing-hash", cause, StringComparison.Ordinal)), file: null);
        Assert.Equal(expected, string.Join(' ', found!.Rules));
        Assert.False(found.FileIsKnown);
    }

    [Fact]
    public void What_the_file_is_now_narrows_the_rules()
    {
        var explained = Search($"appraise fowner>5|appraise fsmagic=0x1234|appraise func=BPRM_CHECK|appraise fowner={Owner()}").Explain(Finding(RecordOf("f", "f")), root);
        Assert.Equal(Path.Combine(root, "f"), explained.File!.Path.ToString());
        Assert.Equal([3], explained.Suspects!.Rules);
        Assert.True(explained.Suspects.FileIsKnown);
        Assert.Equal(AuditVerdict.Refused, explained.Verdict);
    }

    [Fact]
    public void Another_file_of_the_same_name_is_not_taken_for_it()
    {
        var finding = Finding(RecordOf("f", "g"));
        Assert.Null(RecordedFile.Find(root, finding.Sample, LsmKind.None));
    }

    [Fact]
    public void Programs_are_not_suspected_where_the_file_cannot_be_executed()
    {
        var finding = Finding(RecordOf("f", "f"));
        var file = RecordedFile.Find(root, finding.Sample, LsmKind.None);
        Assert.Equal([1], Search("appraise func=BPRM_CHECK|appraise func=FILE_CHECK").Find(finding, file)!.Rules);
        File.SetUnixFileMode(Path.Combine(root, "f"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        file = RecordedFile.Find(root, finding.Sample, LsmKind.None);
        Assert.Equal([0, 1], Search("appraise func=BPRM_CHECK|appraise func=FILE_CHECK").Find(finding, file)!.Rules);
    }

    [Fact]
    public void The_system_call_narrows_the_rules()
    {
        var finding = Finding(Logs.MissingHash, AccessWays.Execute);
        Assert.Equal([1, 2], Search("appraise func=FILE_CHECK mask=MAY_READ|appraise func=BPRM_CHECK|appraise func=MMAP_CHECK").Find(finding, null)!.Rules);
    }

    [Theory]
    [InlineData("measure digest_type=verity func=FILE_CHECK", AuditVerdict.Unmeasured)]
    [InlineData("measure digest_type=verity func=FILE_CHECK|appraise digest_type=verity appraise_type=sigv3 func=FILE_CHECK", AuditVerdict.Refused)]
    public void Under_rules_that_only_measure_nothing_was_refused(string policy, AuditVerdict expected)
    {
        var finding = Finding(Logs.MissingHash.Replace("appraise_data cause=missing-hash", "collect_data cause=no-verity-digest", StringComparison.Ordinal));
        Assert.Equal(expected, Search(policy).Explain(finding, root).Verdict);
    }

    [Fact]
    public void A_label_is_refused_by_the_first_rule_about_labels()
    {
        var finding = Finding(Logs.MissingHash.Replace("appraise_data cause=missing-hash", "set_data cause=denied-hash-algorithm", StringComparison.Ordinal));
        var policy = "appraise|appraise func=SETXATTR_CHECK appraise_algos=sha256";
        Assert.Equal([1], Search(policy).Find(finding, null)!.Rules);
        Assert.Equal(AuditVerdict.Denied, Search(policy).Explain(finding, root).Verdict);
    }

    [Fact]
    public void The_label_of_the_process_is_compared()
    {
        var search = new RuleSearch(Rules("dont_appraise subj_type=bin_t|appraise", LsmKind.SELinux), LsmKind.SELinux);
        Assert.Equal([1], search.Find(Finding(Logs.MissingHash.Replace("subj=unconfined", "subj=user_u:base_r:base_t:s0", StringComparison.Ordinal)), null)!.Rules);
        Assert.Empty(search.Find(Finding(Logs.MissingHash.Replace("subj=unconfined", "subj=user_u:base_r:bin_t:s0", StringComparison.Ordinal)), null)!.Rules);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(root, recursive: true);

    private static RuleSearch Search(string policy) => new(Rules(policy, LsmKind.None), LsmKind.None);

    private static System.Collections.Immutable.ImmutableArray<Policy.Rules.PolicyRule> Rules(string policy, LsmKind lsm)
    {
        var text = Encoding.UTF8.GetBytes(policy.Replace('|', '\n') + "\n");
        var check = PolicyChecker.Check([new PolicySource("p", text)], new RuleContext(KnownKernels.OfVersion(new KernelVersion(6, 12)), new LsmContext(lsm)), LoadMethod.Lines);
        Assert.True(check.IsAccepted, string.Join('\n', check.Diagnostics));
        return check.Rules;
    }

    private static AuditFinding Finding(string record, AccessWays way = AccessWays.None)
    {
        var call = way == AccessWays.Execute ? "type=SYSCALL msg=audit(1.123:1): arch=c000003e syscall=59 success=no\n" : string.Empty;
        return Assert.Single(AuditSurveyTests.Survey(new AuditWindow(null, null, false), null, $"audit: type=1800 audit(1.123:1): {record}\n{call}").Findings);
    }

    // A record about one file under the name of another.
    private string RecordOf(string name, string inodeOf)
    {
        File.WriteAllText(Path.Combine(root, "f"), "x");
        File.WriteAllText(Path.Combine(root, "g"), "y");
        File.SetUnixFileMode(Path.Combine(root, "f"), UnixFileMode.UserRead);
        Assert.Equal(Errno.None, FileStatus.Read(Encoding.UTF8.GetBytes(Path.Combine(root, inodeOf)), out var status));
        return Logs.MissingHash.Replace("/e/missing", "/" + name, StringComparison.Ordinal).Replace("ino=18", $"ino={status.Inode}", StringComparison.Ordinal);
    }

    private string Owner()
    {
        File.WriteAllText(Path.Combine(root, "f"), "x");
        Assert.Equal(Errno.None, FileStatus.Read(Encoding.UTF8.GetBytes(Path.Combine(root, "f")), out var status));
        return status.Uid.ToString();
    }
}
