using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Policy.Tests;

/// <summary>Why a rule is refused, and exactly which bytes are underlined.</summary>
public class RejectionTests
{
    [Theory]
    [InlineData("IMA0101", "6.12-lab", "measure fwoner=0", "fwoner")]
    [InlineData("IMA0101", "6.12-lab", "MEASURE", "MEASURE")]
    [InlineData("IMA0101", "6.12-lab", "measure =0", "=0")]
    [InlineData("IMA0101", "6.12-lab", "measure permit_directio=1", "permit_directio=1")]
    [InlineData("IMA0101", "6.12-lab", "measure func<X", "func<X")]
    [InlineData("IMA0102", "6.12-lab", "measure func=", "func=")]
    [InlineData("IMA0103", "6.12-lab", "measure func=BPRM_CHEK", "BPRM_CHEK")]
    [InlineData("IMA0103", "6.12-lab", "measure func=POST_SETATTR", "POST_SETATTR")]
    [InlineData("IMA0104", "6.12-lab", "measure mask=^^MAY_READ", "^^MAY_READ")]
    [InlineData("IMA0105", "6.12-lab", "measure uid=root", "root")]
    [InlineData("IMA0106", "6.12-lab", "measure uid=4294967295", "4294967295")]
    [InlineData("IMA0106", "6.12-lab", "measure pcr=64", "64")]
    [InlineData("IMA0107", "6.12-lab", "measure fsuuid={8bcbe394-4f13-4144-be8e-5aa9ea2ce2f6}", "{8bcbe394-4f13-4144-be8e-5aa9ea2ce2f6}")]
    [InlineData("IMA0108", "6.12-lab", "measure uid=0 euid=0", "euid=0")]
    [InlineData("IMA0109", "6.12-lab", "measure dont_measure", "dont_measure")]
    [InlineData("IMA0110", "6.12-lab", "func=BPRM_CHECK", "func=BPRM_CHECK")]
    [InlineData("IMA0111", "6.12-lab", "measure func=KEY_CHECK keyrings=.ima||.evm", "")]
    [InlineData("IMA0112", "6.12-lab", "measure template=ima-sigv3", "ima-sigv3")]
    [InlineData("IMA0113", "6.12-lab", "template=ima-ng measure", "template=ima-ng")]
    [InlineData("IMA0114", "6.12-lab", "appraise appraise_algos=sha256,SHA512", "SHA512")]
    [InlineData("IMA0115", "6.1-debian", "appraise appraise_algos=sha256,sha512", "sha512")]
    [InlineData("IMA0116", "6.12-lab", "measure fs_subtype=sshfs", "fs_subtype")]
    [InlineData("IMA0116", "6.1-debian", "measure func=MMAP_CHECK_REQPROT", "MMAP_CHECK_REQPROT")]
    [InlineData("IMA0117", "6.12-debian", "appraise func=MODULE_CHECK appraise_type=imasig|modsig", "imasig|modsig")]
    [InlineData("IMA0118", "6.12-lab", "appraise appraise_type=modsig", "modsig")]
    [InlineData("IMA0119", "6.12-lab", "measure digest_type=ima", "ima")]
    [InlineData("IMA0120", "6.12-lab", "appraise appraise_type=sigv3 digest_type=verity", "appraise_type=sigv3")]
    [InlineData("IMA0120", "7.3-debian", "appraise digest_type=verity appraise_type=imasig", "appraise_type=imasig")]
    [InlineData("IMA0121", "6.12-lab", "measure obj_type=bin_t", "bin_t")]
    [InlineData("IMA0122", "6.12-lab", "audit func=KEY_CHECK", "audit")]
    [InlineData("IMA0123", "6.12-lab", "measure func=KEY_CHECK euid=0", "euid=0")]
    [InlineData("IMA0124", "6.12-lab", "audit pcr=4", "pcr=4")]
    [InlineData("IMA0125", "6.12-lab", "measure label=selinux", "label=selinux")]
    [InlineData("IMA0126", "6.12-lab", "appraise func=SETXATTR_CHECK", "func=SETXATTR_CHECK")]
    [InlineData("IMA0127", "6.12-lab", "appraise digest_type=verity", "digest_type=verity")]
    [InlineData("IMA0128", "6.12-lab", "appraise func=FILE_CHECK appraise_type=imasig|modsig", "appraise_type=imasig|modsig")]
    [InlineData("IMA0129", "6.1", "appraise appraise_type=imasig appraise_flag=check_blacklist", "appraise_flag=check_blacklist")]
    [InlineData("IMA0130", "6.12-lab", "measure func=BPRM_CHECK # programs", "#")]
    [InlineData("IMA0131", "6.12-lab", "measure func=BPRM_CHECK\r", "\r")]
    [InlineData("IMA0136", "6.12-lab", "\uFEFFmeasure func=BPRM_CHECK", "\uFEFF")]
    [InlineData("IMA0132", "5.4", "pcr=4 measure", "pcr=4")]
    [InlineData("IMA0133", "6.12-lab", "measure uid =0", "uid")]
    [InlineData("IMA0133", "6.12-lab", "measure func = BPRM_CHECK", "func")]
    [InlineData("IMA0134", "6.12-lab", "measure,func=BPRM_CHECK", "measure,func=BPRM_CHECK")]
    [InlineData("IMA0134", "6.12-lab", "measure \"func=BPRM_CHECK\"", "\"func=BPRM_CHECK\"")]
    [InlineData("IMA0134", "6.12-lab", "measure\vfunc=BPRM_CHECK", "measure\vfunc=BPRM_CHECK")]
    [InlineData("IMA0135", "6.12-lab", " /etc/ima/site.policy", "/etc/ima/site.policy")]
    [InlineData("IMA0116", "6.1-debian", "appraise appraise_algos=sha3-256", "sha3-256")]
    public void A_refused_rule_names_its_cause_and_underlines_it(string id, string kernel, string rule, string underlined)
    {
        var line = new ByteString(rule);
        var verdict = RuleParser.Parse(line.Span, new RuleContext(Kernel(kernel), LsmContext.None));
        Assert.False(verdict.IsAccepted);
        Assert.Null(verdict.Rule);
        Assert.Equal(id, verdict.Diagnostic!.Descriptor.Id);
        Assert.Equal(underlined, System.Text.Encoding.UTF8.GetString(verdict.Diagnostic.Span.Of(line.Span)));

        // Every placeholder is filled in; braces of the user's own text do not count.
        Assert.DoesNotContain("{", verdict.Diagnostic.Message.Replace(rule, string.Empty, StringComparison.Ordinal).Replace(underlined.Length == 0 ? "?" : underlined, string.Empty, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("measure uid=18446744073709551616", Errno.ERANGE)]
    [InlineData("measure fsmagic=10000000000000000", Errno.ERANGE)]
    [InlineData("measure uid=4294967296", Errno.EINVAL)]
    [InlineData("measure pcr=99999999999", Errno.EINVAL)]
    public void Only_numbers_beyond_64_bits_are_out_of_range_for_the_kernel(string rule, Errno errno) =>
        Assert.Equal(errno, RuleParser.Parse(new ByteString(rule).Span, new RuleContext(Kernel("6.12-lab"), LsmContext.None)).Errno);

    [Theory]
    [InlineData("measure func=BPRM_CHEK", "did you mean `BPRM_CHECK`?")]
    [InlineData("mesure", "did you mean `measure`?")]
    [InlineData("measure fowmer=0", "did you mean `fowner`?")]
    [InlineData("measure func=bprm_check", "did you mean `BPRM_CHECK`?")]
    [InlineData("measure func=BPRM_CHECK;", "did you mean `BPRM_CHECK`?")]
    [InlineData("measure func=EXEC_CHECK", "did you mean `BPRM_CHECK`?")]
    [InlineData("measure func=MODULE", "did you mean `MODULE_CHECK`?")]
    [InlineData("measure func=BPRM_CHECK,MMAP_CHECK", "a rule is about one func; write one rule for each")]
    [InlineData("measure func=BPRM_CHECK|MMAP_CHECK", "a rule is about one func; write one rule for each")]
    [InlineData("measure func=BPRM_CHECK \\", "a rule is one line; there is no way to go on in the next")]
    [InlineData("measure func=FOO_CHECK", "`imara policy kernels VERSION` lists the funcs")]
    [InlineData("measure mask=READ", "did you mean `MAY_READ`?")]
    [InlineData("measure mask=^^MAY_READ", "did you mean `^MAY_READ`?")]
    [InlineData("measure mask=^MAY_RAED", "did you mean `^MAY_READ`?")]
    [InlineData("measure mask=MAY_READ|MAY_EXEC", "a mask is one bit; write one rule for each, and `^` before a bit to match any access that contains it")]
    [InlineData("measure template=imang", "did you mean `ima-ng`?")]
    [InlineData("appraise appraise_type=imasig,modsig", "did you mean `imasig|modsig`, for modules and kexec images?")]
    [InlineData("appraise appraise_type=sig", "did you mean `imasig`?")]
    [InlineData("appraise appraise_algos=SHA-256", "did you mean `sha256`?")]
    [InlineData("appraise appraise_algos=sha3_256", "did you mean `sha3-256`?")]
    [InlineData("appraise appraise_algos=sha256|sha512", "separate the names by commas")]
    [InlineData("measure uid>=5", "there is no `>=`; write `uid>4`")]
    [InlineData("measure uid<=5", "there is no `<=`; write `uid<6`")]
    [InlineData("measure uid>=0", "there is no `>=` and no `<=`")]
    [InlineData("measure euid==0", "write one `=`")]
    [InlineData("measure uid!=0", "there is no `!=`; exempt the value by a `dont_` rule before this one, or use `<` and `>`")]
    [InlineData("measure uid=root", "give the number, 0; names are not looked up")]
    [InlineData("measure uid=-1", "there are no negative numbers here")]
    [InlineData("measure fowner=0x10", "write it in decimal, 16")]
    [InlineData("measure fsmagic=ext4", "it is a number, as in /usr/include/linux/magic.h; `fsname=ext4` compares the name of the type")]
    [InlineData("measure fsuuid={8BCBE394-4F13-4144-BE8E-5AA9EA2CE2F6}", "did you mean `8bcbe394-4f13-4144-be8e-5aa9ea2ce2f6`?")]
    [InlineData("measure fsuuid=8bcbe3944f134144be8e5aa9ea2ce2f6", "did you mean `8bcbe394-4f13-4144-be8e-5aa9ea2ce2f6`?")]
    [InlineData("measure path=/bin/ls", "a rule cannot name files; limit it by fsuuid, fsname, fowner or a label")]
    [InlineData("measure uid = 0", "write `uid=0`, without blanks around the operator")]
    [InlineData("measure uid", "`uid` needs a value: `uid=...`")]
    public void The_nearest_word_is_offered(string rule, string help) =>
        Assert.Equal(help, RuleParser.Parse(new ByteString(rule).Span, new RuleContext(Kernel("6.12-lab"), LsmContext.None)).Diagnostic!.Help);

    [Fact]
    public void An_undefined_label_is_kept_once_a_custom_policy_is_active()
    {
        var context = new RuleContext(Kernel("6.12-lab"), LsmContext.None, IsCustomActive: true);
        var rule = RuleParser.Parse("measure obj_type=nosuch_t"u8, context).Rule;
        Assert.False(Assert.Single(rule!.Lsm).IsDefined);
        Assert.Null(CanonicalRule.Write(rule, context.Kernel));
    }

    private static KernelProfile Kernel(string name) =>
        KnownKernels.Find(name) ?? (KernelVersion.TryParse(name, out var version) ? KnownKernels.OfVersion(version) : throw new ArgumentException(name, nameof(name)));
}
