using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Imara.Evaluation.Generating;
using Imara.Policy.Checking;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Tests.Generating;

public class PolicyGeneratorTests
{
    private const ulong Ext4 = 0xef53;
    private const ulong Proc = 0x9fa0;
    private const AccessKinds All = AccessKinds.Usual | AccessKinds.Read | AccessKinds.Kexec;

    private static readonly KernelProfile Kernel = KnownKernels.OfVersion(new KernelVersion(6, 12));
    private static readonly FsUuid Root = new(1, 2);
    private static readonly FsUuid Other = new(3, 4);

    private static readonly Gen<Observation> Any = Gen.Select(
        Gens.Event, Gen.Int[0, 3], Gen.Enum<AppraisalLabel>(), Gen.Long[1, 9],
        (e, path, label, count) => new Observation(e, new ByteString($"/file{path}"), label, count));

    [Fact]
    public void Executed_and_mapped_files_take_one_rule_each()
    {
        var policy = Measure(AccessKinds.Usual, Seen(PolicyFunc.BprmCheck, "/bin/a"), Seen(PolicyFunc.BprmCheck, "/srv/b", fs: Other), Seen(PolicyFunc.MmapCheck, "/lib/c"), Seen(PolicyFunc.FileCheck, "/etc/d"));
        Assert.Equal(["measure func=BPRM_CHECK mask=MAY_EXEC", "measure func=MMAP_CHECK mask=MAY_EXEC"], Lines(policy));
        Assert.Equal((2, 2L, "measures executed programs"), (policy.Rules[0].Files, policy.Rules[0].Accesses, policy.Rules[0].Purpose));
        Assert.Equal(["/bin/a", "/srv/b"], policy.Rules[0].Examples.Select(path => path.ToString()));
    }

    [Fact]
    public void What_the_kernel_reads_needs_no_mask() => Assert.Equal(
        ["measure func=MODULE_CHECK", "measure func=FIRMWARE_CHECK", "measure func=KEXEC_KERNEL_CHECK", "measure func=KEXEC_INITRAMFS_CHECK", "measure func=POLICY_CHECK"],
        Lines(Measure(All, Seen(PolicyFunc.PolicyCheck, "/p"), Seen(PolicyFunc.ModuleCheck, "/m"), Seen(PolicyFunc.FirmwareCheck, "/f"), Seen(PolicyFunc.KexecKernelCheck, "/k"), Seen(PolicyFunc.KexecInitramfsCheck, "/i"))));

    [Fact]
    public void Reads_are_limited_to_the_reader_that_all_share()
    {
        Assert.Equal([$"measure func=FILE_CHECK mask=MAY_READ fsuuid={Root} uid=0"], Lines(Measure(AccessKinds.Read, Seen(PolicyFunc.FileCheck, "/a"), Seen(PolicyFunc.FileCheck, "/b"))));
        Assert.Equal(
            [$"measure func=FILE_CHECK mask=MAY_READ fsuuid={Root} euid=0"],
            Lines(Measure(AccessKinds.Read, Seen(PolicyFunc.FileCheck, "/a"), Seen(PolicyFunc.FileCheck, "/b", uid: 1000))));
        Assert.Equal(
            [$"measure func=FILE_CHECK mask=^MAY_READ fsuuid={Root}"],
            Lines(Measure(AccessKinds.Read, Seen(PolicyFunc.FileCheck, "/a"), Seen(PolicyFunc.FileCheck, "/b", uid: 7, euid: 8, mask: AccessMask.Read | AccessMask.Write))));
    }

    [Fact]
    public void Pseudo_file_systems_are_kept_out_by_a_limit_or_by_rules_of_their_own()
    {
        var proc = Seen(PolicyFunc.FileCheck, "/proc/self/stat", magic: Proc, name: "proc", fs: default(FsUuid));
        Assert.Equal(
            [$"measure func=FILE_CHECK mask=MAY_READ fsuuid={Root} uid=0"],
            Lines(Measure(AccessKinds.Read, Seen(PolicyFunc.FileCheck, "/a"), proc)));
        var wide = Measure(AccessKinds.Read, Seen(PolicyFunc.FileCheck, "/a"), Seen(PolicyFunc.FileCheck, "/b", fs: Other), proc);
        Assert.Equal("measure func=FILE_CHECK mask=MAY_READ uid=0", Lines(wide)[^1]);
        Assert.Equal("dont_measure fsmagic=0x9fa0", Lines(wide)[0]);
        Assert.Contains("dont_measure fsmagic=0x73636673", Lines(wide));
        Assert.Equal([false, true], new[] { wide.Rules[0].IsPrecaution, wide.Rules[1].IsPrecaution });
    }

    [Fact]
    public void Appraisal_reaches_no_further_than_labels_were_seen()
    {
        var policy = PolicyGenerator.Generate(
            [
                Seen(PolicyFunc.BprmCheck, "/bin/signed", AppraisalLabel.Signature),
                Seen(PolicyFunc.BprmCheck, "/bin/plain"),
                Seen(PolicyFunc.BprmCheck, "/srv/hashed", AppraisalLabel.Hash, fs: Other),
                Seen(PolicyFunc.BprmCheck, "/home/tool", owner: 1000),
            ],
            AccessKinds.Usual, ActionClass.Appraise, Kernel);
        var lines = Lines(policy);
        Assert.Equal(
            [
                $"appraise func=BPRM_CHECK mask=MAY_EXEC fsuuid={Root} fowner=0 appraise_type=imasig",
                $"appraise func=BPRM_CHECK mask=MAY_EXEC fsuuid={Other} fowner=0",
            ],
            lines[^2..]);
        Assert.Equal("dont_appraise fsmagic=0x9fa0", lines[0]);
        Assert.All(policy.Rules[..^2], rule => Assert.True(rule.IsPrecaution));
        Assert.Equal(["/bin/plain"], policy.Rules[^2].Unlabelled.Select(path => path.ToString()));
        Assert.Equal(["/home/tool"], policy.LeftOut.Select(seen => seen.Path.ToString()));
    }

    [Fact]
    public void Without_labels_there_is_nothing_to_appraise() =>
        Assert.Empty(PolicyGenerator.Generate([Seen(PolicyFunc.BprmCheck, "/bin/a")], All, ActionClass.Appraise, Kernel).Rules);

    [Fact]
    public void Whatever_was_seen_is_covered_and_nothing_exempt_is() => Any.Array[0, 12].Sample(seen =>
    {
        foreach (var asked in (ReadOnlySpan<ActionClass>)[ActionClass.Measure, ActionClass.Appraise])
        {
            var policy = PolicyGenerator.Generate(seen, All, asked, Kernel);
            Assert.Empty(policy.Refused);
            var rules = RulesOf(policy);
            var decides = new CompiledPolicy(rules, LsmKind.None, isAppraising: true);
            Assert.All(policy.Covered, one => Assert.True(decides.Decide(one.Event).Has(asked)));
            Assert.All(policy.Exempt, one => Assert.False(decides.Decide(one.Event).Has(asked)));
            Assert.All(policy.LeftOut, one => Assert.True(asked == ActionClass.Appraise && one.Label == AppraisalLabel.None));
            var wanted = seen.Where(one => AccessKindOf.Of(one.Event) != AccessKinds.None).ToArray();
            var unlabelled = asked == ActionClass.Appraise ? wanted.Count(one => one.Label == AppraisalLabel.None && !policy.LeftOut.Contains(one) && !policy.Exempt.Contains(one)) : 0;
            Assert.Equal(wanted.Length, policy.Covered.Length + policy.Exempt.Length + policy.LeftOut.Length + unlabelled);
        }
    });

    [Fact]
    public void No_rule_can_be_left_out() => Any.Array[0, 12].Sample(seen =>
    {
        foreach (var asked in (ReadOnlySpan<ActionClass>)[ActionClass.Measure, ActionClass.Appraise])
        {
            var policy = PolicyGenerator.Generate(seen, All, asked, Kernel);
            var relevant = policy.Covered.Concat(policy.Exempt).ToArray();
            bool[] Answers(IEnumerable<PolicyRule> rules)
            {
                var decides = new CompiledPolicy([.. rules], LsmKind.None, isAppraising: true);
                return [.. relevant.Select(one => decides.Decide(one.Event).Has(asked))];
            }

            var all = RulesOf(policy);
            var answers = Answers(all);
            foreach (var rule in policy.Rules.Where(rule => rule.Rule.IsDo))
            {
                Assert.NotEqual(answers, Answers(policy.Rules.Where(other => other != rule).Select(other => other.Rule)));
            }
        }
    });

    // One line is one rule: what the kernel would read back, without the last blank.
    private static ImmutableArray<PolicyRule> RulesOf(GeneratedPolicy policy)
    {
        var text = string.Concat(policy.Rules.Select(rule => rule.Text + "\n"));
        if (text.Length == 0)
        {
            return [];
        }

        var check = PolicyChecker.Check([new PolicySource("-", Encoding.UTF8.GetBytes(text))], new RuleContext(Kernel, LsmContext.None), LoadMethod.Lines);
        Assert.True(check.IsAccepted);
        Assert.Empty(check.Diagnostics);
        Assert.Equal(policy.Rules.Select(rule => rule.Text + " "), check.Rules.Select(rule => CanonicalRule.Write(rule, Kernel)!.Value.ToString()));
        return check.Rules;
    }

    private static GeneratedPolicy Measure(AccessKinds kinds, params Observation[] seen) => PolicyGenerator.Generate(seen, kinds, ActionClass.Measure, Kernel);

    private static string[] Lines(GeneratedPolicy policy) => [.. policy.Rules.Select(rule => rule.Text)];

    private static Observation Seen(
        PolicyFunc func, string path, AppraisalLabel label = AppraisalLabel.None, FsUuid? fs = null, uint owner = 0, ulong magic = Ext4, string name = "ext4",
        uint uid = 0, uint euid = 0, AccessMask? mask = null)
    {
        var e = new PolicyEvent
        {
            Func = func,
            Mask = mask ?? (func is PolicyFunc.BprmCheck or PolicyFunc.MmapCheck ? AccessMask.Exec : AccessMask.Read),
            Creds = new Credentials(uid, euid, euid, 0, 0, 0, 0),
            File = new FileFacts { FsMagic = magic, FsName = new ByteString(name), FsUuid = fs ?? Root, Fowner = owner },
        };
        return new Observation(e, new ByteString(path), label, 1);
    }
}
