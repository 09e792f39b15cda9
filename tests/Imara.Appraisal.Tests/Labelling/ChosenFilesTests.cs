using System.Text;
using Imara.Answers;
using Imara.Appraisal.Labelling;
using Imara.Appraisal.Simulating;
using Imara.Engine.Files;
using Imara.Linux.Files;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Appraisal.Tests.Labelling;

/// <summary>Which files are dealt with, which rules they meet, and what is said of those left out.</summary>
public class ChosenFilesTests
{
    [Theory]
    [InlineData(FileStatusWord.Vanished, "", FileLooks.Gone)]
    [InlineData(FileStatusWord.Skipped, "other-filesystem", "other-filesystem")]
    [InlineData(FileStatusWord.Skipped, "x", "x")]
    [InlineData(FileStatusWord.Skipped, "", "another-name")]
    public void What_is_left_out_is_left_out_for_a_reason(FileStatusWord status, string cause, string expected)
    {
        var census = new Census();
        FileLooks.Count(census, new FileOutcome(status, cause), needsEach: false);
        Assert.Equal([new(expected, 1)], census.Reasons);
    }

    [Fact]
    public void Of_several_names_the_first_is_dealt_with_and_a_number_that_comes_again_is_another_file()
    {
        var linked = new LinkedNames();
        var status = Status(links: 3);
        Assert.Equal([true, false, false, true, false, false], Enumerable.Range(0, 6).Select(_ => linked.IsFirst(status)));
        Assert.Equal([true, false, true, false], Enumerable.Range(0, 4).Select(_ => linked.IsFirst(Status(links: 2, inode: 8))));
        Assert.True(linked.IsFirst(Status(links: 3, device: 2)));
        Assert.Equal([true, true, true], Enumerable.Range(0, 3).Select(_ => linked.IsFirst(Status(links: 1, inode: 9))));
    }

    [Theory]
    [InlineData("usr/bin/tool", 0, 0, true)]
    [InlineData("usr/bin/tool.txt", 0, 0, false)]
    [InlineData("usr/cache/tool", 0, 0, false)]
    [InlineData("usr/cache/below/tool", 0, 0, false)]
    [InlineData("cache", 0, 0, false)]
    [InlineData("cached/tool", 0, 0, true)]
    [InlineData("usr/bin/tool", 1, 0, false)]
    [InlineData("usr/bin/tool", 0, 1, false)]
    public void Entries_of_archives_are_chosen_as_files_are(string name, uint uid, uint gid, bool expected)
    {
        Assert.Equal(expected, new FileFilter([], [Pattern("*.txt"), Pattern("cache")], owner: 0, group: 0).WantsEntry(Encoding.UTF8.GetBytes(name), uid, gid));
        Assert.True(new FileFilter([], []).WantsEntry(Encoding.UTF8.GetBytes(name), uid, gid));
        Assert.False(new FileFilter([Pattern("*.so")], []).WantsEntry(Encoding.UTF8.GetBytes(name), uid, gid));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(7u, null, true)]
    [InlineData(8u, null, false)]
    [InlineData(null, 9u, true)]
    [InlineData(null, 8u, false)]
    [InlineData(7u, 9u, true)]
    [InlineData(7u, 8u, false)]
    [InlineData(8u, 9u, false)]
    public void Owner_and_group_must_both_be_those_that_are_asked_for(uint? owner, uint? group, bool expected) =>
        Assert.Equal(expected, new FileFilter([], [], owner, group).Wants(Status(links: 1) with { Uid = 7, Gid = 9 }));

    [Theory]
    [InlineData("appraise", true)]
    [InlineData("appraise mask=MAY_READ", true)]
    [InlineData("appraise func=FILE_CHECK mask=MAY_EXEC", true)]
    [InlineData("appraise func=BPRM_CHECK", true)]
    [InlineData("appraise func=BPRM_CHECK mask=MAY_EXEC", true)]
    [InlineData("appraise func=MMAP_CHECK mask=MAY_EXEC", true)]
    [InlineData("appraise func=CREDS_CHECK mask=MAY_EXEC", true)]
    [InlineData("appraise func=MODULE_CHECK mask=MAY_READ", true)]
    [InlineData("appraise func=FIRMWARE_CHECK", true)]
    [InlineData("appraise func=POLICY_CHECK", true)]
    [InlineData("appraise func=KEXEC_KERNEL_CHECK", true)]
    [InlineData("appraise fowner=5", false)]
    [InlineData("appraise uid=0", true)]
    [InlineData("appraise uid=7", false)]
    public void One_rule_is_met_by_the_access_it_is_about(string rule, bool expected)
    {
        var appraised = new AppraisedByRule(Given.Rules(rule + "\n")[0], Given.Setup());
        var accesses = appraised.Accesses(new SeenFile(), writes: true);
        Assert.Equal(expected, accesses.Count == 1);
        Assert.Equal(expected, appraised.RequirementOf(new SeenFile()) is not null);
        if (expected)
        {
            var question = accesses[0].Question;
            var isBuffered = question.Func is PolicyFunc.ModuleCheck or PolicyFunc.FirmwareCheck or PolicyFunc.PolicyCheck or PolicyFunc.KexecKernelCheck;
            Assert.Equal(isBuffered, question.IsBuffered);
            Assert.Equal(rule.Contains("EXEC", StringComparison.Ordinal) && !isBuffered || question.Func is PolicyFunc.BprmCheck, question.Mask == AccessMask.Exec);
            Assert.Equal(rule.Contains("func=", StringComparison.Ordinal), question.Func != PolicyFunc.FileCheck || rule.Contains("FILE_CHECK", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("dont_appraise obj_type=secret_t\nappraise func=FILE_CHECK\n", "secret_t", false)]
    [InlineData("dont_appraise obj_type=secret_t\nappraise func=FILE_CHECK\n", "open_t", true)]
    [InlineData("dont_appraise obj_type=secret_t\nappraise func=FILE_CHECK\n", null, true)]
    [InlineData("dont_appraise obj_type=secret_t fowner=0\nappraise func=FILE_CHECK fowner=0\nmeasure func=BPRM_CHECK\n", "secret_t", false)]
    public void The_label_of_a_file_counts_where_rules_ask_for_it(string policy, string? type, bool expected)
    {
        var setup = Given.Setup() with { Lsm = new LsmContext(LsmKind.SELinux) };
        var check = PolicyChecker.Check(
            [new PolicySource("p", Encoding.UTF8.GetBytes(policy))], new RuleContext(setup.Kernel, setup.Lsm), LoadMethod.Lines);
        Assert.True(check.IsAccepted);
        var appraised = new AppraisedByPolicy(check.Rules, setup, [Subject.Root]);
        foreach (var text in (string[])[$"system_u:object_r:{type}:s0", $"system_u:object_r:{type}:s0\0"])
        {
            var file = new SeenFile();
            if (type is not null)
            {
                file.Attributes["security.selinux"] = XattrRead.Of(Encoding.UTF8.GetBytes(text));
            }

            // A second file with another label must not be taken for the first.
            Assert.Equal(expected, appraised.RequirementOf(file) is not null);
            Assert.NotNull(appraised.RequirementOf(new SeenFile { Attributes = { ["security.selinux"] = XattrRead.Of("system_u:object_r:third_t:s0"u8.ToArray()) } }));
        }
    }

    [Theory]
    [InlineData("appraise func=MMAP_CHECK mask=MAY_EXEC", "/usr/lib/thing", 0x81a4, false, false)]
    [InlineData("appraise func=MMAP_CHECK mask=MAY_EXEC", "/usr/lib/thing", 0x81a4, true, true)]
    [InlineData("appraise func=MMAP_CHECK mask=MAY_EXEC", "/usr/lib/libthing.so.1", 0x81a4, false, true)]
    [InlineData("appraise func=BPRM_CHECK", "/usr/bin/thing", 0x81a4, false, false)]
    [InlineData("appraise func=BPRM_CHECK", "/usr/bin/thing", 0x81ed, false, true)]
    public void Libraries_are_mapped_and_programs_executed(string rule, string path, int mode, bool areMapped, bool expected)
    {
        var appraised = new AppraisedByPolicy(Given.Rules(rule + "\n"), Given.Setup(), [Subject.Root]) { AreMapped = areMapped };
        Assert.Equal(expected, appraised.RequirementOf(new SeenFile { Path = new ByteString(path), Mode = (ushort)mode }) is not null);
    }

    [Fact]
    public void What_is_only_written_needs_a_label_and_is_not_verified()
    {
        const string Policy = "appraise func=FILE_CHECK mask=MAY_WRITE\n";
        var appraised = new AppraisedByPolicy(Given.Rules(Policy), Given.Setup(), [Subject.Root]);
        Assert.NotNull(appraised.RequirementOf(new SeenFile()));
        Assert.Empty(appraised.Accesses(new SeenFile(), writes: false));
        Assert.NotEmpty(appraised.Accesses(new SeenFile(), writes: true));
    }

    private static FileStatus Status(uint links, ulong inode = 7, ulong device = 1) => new(device, inode, 0x81a4, 0, 0, links, 1, default, default, default, 0);

    private static PathPattern Pattern(string text)
    {
        Assert.True(PathPattern.TryParse(Encoding.UTF8.GetBytes(text), out var pattern, out _));
        return pattern;
    }
}
