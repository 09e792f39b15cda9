using System.Text;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Policy.Tests.Kernels;

/// <summary>What the long-term kernels that nobody recorded answer, from docs/reference/policy.md 2, 3.6 to 3.8 and 8.</summary>
public class LongTermKernelTests
{
    [Theory]
    [InlineData("measure", "yyyy")]
    [InlineData("dont_audit", "nnnn")]
    [InlineData("measure func=BPRM_CHECK # x", "nnnn")]
    [InlineData("measure pcr=11", "yyyy")]
    [InlineData("pcr=11 measure", "nyyy")]
    [InlineData("dont_measure pcr=11", "nnnn")]
    [InlineData("func=BPRM_CHECK measure", "yyyy")]
    [InlineData("func=BPRM_CHECK pcr=11 measure", "nyyy")]
    [InlineData("template=ima-ng measure", "nnnn")]
    [InlineData("measure template=ima-ng", "yyyy")]
    [InlineData("measure template=ima-modsig", "yyyy")]
    [InlineData("measure template=ima-buf", "yyyy")]
    [InlineData("measure template=evm-sig", "nnyy")]
    [InlineData("measure template=d-ng|n-ng|evmsig|xattrnames|xattrlengths|xattrvalues|iuid|igid|imode", "nnyy")]
    [InlineData("measure template=ima-ngv2", "nnny")]
    [InlineData("measure template=ima-sigv2", "nnny")]
    [InlineData("appraise appraise_type=imasig", "yyyy")]
    [InlineData("appraise_type=imasig appraise", "nyyy")]
    [InlineData("measure appraise_type=imasig", "nnnn")]
    [InlineData("appraise func=MODULE_CHECK appraise_type=imasig|modsig", "yyyy")]
    [InlineData("appraise func=FILE_CHECK appraise_type=imasig|modsig", "ynnn")]
    [InlineData("appraise appraise_type=modsig", "nnnn")]
    [InlineData("appraise appraise_type=sigv3", "nnnn")]
    [InlineData("appraise digest_type=verity appraise_type=sigv3", "nnny")]
    [InlineData("appraise appraise_type=sigv3 digest_type=verity", "nnnn")]
    [InlineData("measure digest_type=verity", "nnny")]
    [InlineData("measure func=MODULE_CHECK digest_type=verity", "nnnn")]
    [InlineData("appraise func=MODULE_CHECK appraise_type=imasig|modsig appraise_flag=check_blacklist", "nyyy")]
    [InlineData("appraise func=MODULE_CHECK appraise_type=imasig appraise_flag=check_blacklist", "nnny")]
    [InlineData("appraise appraise_flag=anything", "nnny")]
    [InlineData("measure appraise_flag=check_blacklist", "nnny")]
    [InlineData("appraise appraise_algos=sha256", "nnyy")]
    [InlineData("appraise appraise_algos=sha3-256", "nnnn")]
    [InlineData("appraise func=SETXATTR_CHECK appraise_algos=sha256", "nnyy")]
    [InlineData("appraise func=SETXATTR_CHECK", "nnnn")]
    [InlineData("measure gid=0", "nnny")]
    [InlineData("measure egid>0 fgroup<10", "nnny")]
    [InlineData("measure uid<100 euid>0", "nnnn")]
    [InlineData("measure euid>0 fowner<10", "yyyy")]
    [InlineData("measure func=KEY_CHECK", "nyyy")]
    [InlineData("measure func=KEY_CHECK keyrings=.ima|.evm", "nyyy")]
    [InlineData("measure keyrings=.ima", "nnnn")]
    [InlineData("measure func=CRITICAL_DATA label=selinux", "nnyy")]
    [InlineData("measure func=KEXEC_CMDLINE", "yyyy")]
    [InlineData("appraise func=KEXEC_CMDLINE", "ynnn")]
    [InlineData("measure func=KEXEC_CMDLINE mask=MAY_READ", "ynnn")]
    [InlineData("audit func=KEXEC_KERNEL_CHECK permit_directio", "yyyy")]
    [InlineData("measure func=MMAP_CHECK_REQPROT", "nnny")]
    [InlineData("measure func=CREDS_CHECK", "yyyy")]
    [InlineData("measure fs_subtype=sshfs", "nnnn")]
    [InlineData("hash fsname=ext4 fsuuid=8bcbe394-4f13-4144-be8e-5aa9ea2ce2f6", "yyyy")]
    [InlineData("measure obj_type=nosuch_t", "nnnn")]
    public void Rules_are_answered_by_5_4_5_10_5_15_and_6_6(string rule, string answers)
    {
        var actual = new[] { "5.4", "5.10", "5.15", "6.6" }.Select(kernel => Parse(rule, kernel).IsAccepted ? 'y' : 'n');
        Assert.Equal(answers, string.Concat(actual));
    }

    [Theory]
    [InlineData("5.10", "appraise appraise_flag=check_blacklist appraise_type=imasig|modsig func=MODULE_CHECK", "appraise func=MODULE_CHECK appraise_type=imasig|modsig appraise_flag=check_blacklist ")]
    [InlineData("5.15", "appraise func=MODULE_CHECK appraise_type=imasig", "appraise func=MODULE_CHECK appraise_type=imasig ")]
    [InlineData("6.6", "appraise appraise_flag=check_blacklist appraise_type=imasig|modsig func=MODULE_CHECK", "appraise func=MODULE_CHECK appraise_type=imasig|modsig ")]
    [InlineData("6.6", "appraise digest_type=verity appraise_type=sigv3", "appraise appraise_type=sigv3 digest_type=verity ")]
    [InlineData("5.4", "measure func=PATH_CHECK pcr=4 pcr=5", "measure func=FILE_CHECK pcr=5 ")]
    public void Accepted_rules_read_back(string kernel, string rule, string expected) =>
        Assert.Equal(expected, CanonicalRule.Write(Parse(rule, kernel).Rule!, KernelOf(kernel)).ToString());

    // docs/reference/policy.md 3.8, 7 and 6.
    [Theory]
    [InlineData("5.4", false, false)]
    [InlineData("5.10", true, true)]
    [InlineData("5.15", true, true)]
    [InlineData("6.6", true, false)]
    public void A_label_that_is_not_defined_at_a_later_load(string kernel, bool isAccepted, bool isShown)
    {
        var verdict = RuleParser.Parse("measure obj_type=nosuch_t"u8, new RuleContext(KernelOf(kernel), LsmContext.None, IsCustomActive: true));
        Assert.Equal(isAccepted, verdict.IsAccepted);
        Assert.Equal(isShown, verdict.Rule is { } rule && CanonicalRule.Write(rule, KernelOf(kernel)) is not null);
    }

    [Theory]
    [InlineData(KernelOption.AppraiseModsig, "appraise func=MODULE_CHECK appraise_type=imasig|modsig", "nnnn")]
    [InlineData(KernelOption.AppraiseModsig, "appraise func=MODULE_CHECK appraise_type=imasig appraise_flag=check_blacklist", "nnny")]
    [InlineData(KernelOption.MeasureAsymmetricKeys, "measure func=KEY_CHECK", "nnnn")]
    [InlineData(KernelOption.MeasureAsymmetricKeys, "measure func=KEY_CHECK keyrings=.ima", "nnnn")]
    [InlineData(KernelOption.Appraise, "appraise appraise_type=imasig", "yyyy")]
    public void Build_options_gate_words(KernelOption missing, string rule, string answers)
    {
        var actual = new[] { "5.4", "5.10", "5.15", "6.6" }.Select(KernelOf)
            .Select(kernel => RuleParser.Parse(Encoding.ASCII.GetBytes(rule), new RuleContext(kernel with { Options = kernel.Options & ~missing }, LsmContext.None)).IsAccepted ? 'y' : 'n');
        Assert.Equal(answers, string.Concat(actual));
    }

    private static RuleVerdict Parse(string rule, string kernel) => RuleParser.Parse(Encoding.ASCII.GetBytes(rule), new RuleContext(KernelOf(kernel), LsmContext.None));

    private static KernelProfile KernelOf(string version) =>
        KernelVersion.TryParse(version, out var number) ? KnownKernels.OfVersion(number) : throw new InvalidOperationException(version);
}
