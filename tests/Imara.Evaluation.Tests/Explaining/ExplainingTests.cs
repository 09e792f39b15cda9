using CsCheck;
using Imara.Evaluation.Explaining;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Tests.Explaining;

public class ExplainingTests
{
    [Theory]
    [InlineData("measure", "Measure every file that is opened, mapped, executed or read by the kernel.")]
    [InlineData("measure func=FILE_CHECK mask=^MAY_READ euid=0 pcr=11 template=ima-sig", "Measure files when they are opened, if the access includes MAY_READ and the effective user id is 0, into PCR 11, with the template ima-sig.")]
    [InlineData("dont_measure fsmagic=0x9fa0", "Do not measure every file that is opened, mapped, executed or read by the kernel, if the file system has the magic 0x9fa0 (proc), whatever later rules say.")]
    [InlineData("appraise fowner<1000", "Appraise every file that is opened, mapped, executed or read by the kernel, if the owner of the file is below 1000, against a hash or a signature.")]
    [InlineData("appraise func=MODULE_CHECK appraise_type=imasig|modsig", "Appraise kernel modules when they are loaded, against a signature, which may be appended to the file.")]
    [InlineData("appraise func=BPRM_CHECK appraise_type=sigv3 appraise_algos=sha512,sha256", "Appraise programs when they are executed, against a signature of version 3 that uses sha256 or sha512.")]
    [InlineData("measure func=KEY_CHECK uid=0 gid=0 keyrings=.ima|.evm", "Measure keys when they are added to the keyring .ima or .evm, if the real user id is 0.")]
    [InlineData("audit func=FILE_CHECK digest_type=verity permit_directio", "Audit files when they are opened. The digest is that of fs-verity. Opening with O_DIRECT is let through.")]
    [InlineData("appraise func=SETXATTR_CHECK appraise_algos=sha256", "Let nobody write a security.ima of another hash algorithm than sha256, from the first such rule on until reboot.")]
    public void A_rule_in_plain_words(string rule, string sentence) => Assert.Equal(sentence, RuleSentence.Of(Parse(rule)));

    [Fact]
    public void Every_rule_has_a_sentence() => Gens.Rule.Sample(rule => Assert.EndsWith(".", RuleSentence.Of(rule)));

    [Theory]
    [InlineData("measure fsmagic=0xEF53", RuleCondition.FsMagic, "fsmagic=0xef53", "0x1021994")]
    [InlineData("measure mask=^MAY_APPEND", RuleCondition.Mask, "mask=^MAY_APPEND", "MAY_WRITE+MAY_READ")]
    [InlineData("measure func=BPRM_CHECK", RuleCondition.Func, "func=BPRM_CHECK", "FILE_CHECK")]
    [InlineData("measure fsname=ext4", RuleCondition.FsName, "fsname=ext4", "tmpfs")]
    [InlineData("measure fs_subtype=sshfs", RuleCondition.FsSubtype, "fs_subtype=sshfs", "none")]
    [InlineData("measure uid>4294967293", RuleCondition.Uid, "uid>4294967293", "1000")]
    [InlineData("measure euid=7", RuleCondition.Euid, "euid=7", "euid 1001, suid 1002, uid 1000 of a task with CAP_SETUID")]
    [InlineData("measure fowner<5", RuleCondition.Fowner, "fowner<5", "5")]
    public void A_condition_that_fails_says_what_it_wants_and_what_there_is(string rule, RuleCondition condition, string wanted, string found)
    {
        var e = new PolicyEvent
        {
            Func = PolicyFunc.FileCheck,
            Mask = AccessMask.Read | AccessMask.Write,
            Creds = new Credentials(1000, 1001, 1002, 0, 0, 0, 0),
            TaskCanSetUid = true,
            File = new FileFacts { Fowner = 5, FsMagic = 0x1021994, FsName = new ByteString("tmpfs") },
        };
        var parsed = Parse(rule);
        var heard = new Hearer();
        new CompiledPolicy([parsed], LsmKind.None, isAppraising: true).Explain(e, heard);
        Assert.Equal(condition, heard.Failure);
        Assert.Equal((wanted, found), (ConditionText.Wanted(parsed, condition), ConditionText.Found(e, condition)));
    }

    [Fact]
    public void Every_failure_has_both_sides() => Gen.Select(Gens.Rule, Gens.Event).Sample((rule, e) =>
    {
        var heard = new Hearer();
        new CompiledPolicy([rule], LsmKind.None, isAppraising: true).Explain(e, heard);
        var isSilent = heard.Failure is RuleCondition.None or RuleCondition.ClassDone;
        Assert.Equal(isSilent, ConditionText.Wanted(rule, heard.Failure).Length == 0);
        Assert.Equal(isSilent, ConditionText.Found(e, heard.Failure).Length == 0);
    });

    private static PolicyRule Parse(string rule) =>
        RuleParser.Parse(new ByteString(rule).Span, new RuleContext(KnownKernels.OfVersion(KernelFeatures.Newest), LsmContext.None)).Rule!;

    private sealed class Hearer : IMatchListener
    {
        public RuleCondition Failure { get; private set; }

        public void Heard(int index, PolicyRule rule, RuleCondition failure) => Failure = failure;
    }
}
