using System.Text;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;
using Imara.Policy.Vocabularies;

namespace Imara.Policy.Tests.Vocabularies;

/// <summary>What is printed as known is what the parser accepts.</summary>
public class KernelVocabularyTests
{

    public static TheoryData<string> Kernels =>
        [.. KnownKernels.Recorded.Select(kernel => kernel.Name), .. KnownKernels.LongTerm.Select(version => version.ToString()), "5.6", "5.8", "5.9", "5.12", "5.16", "5.19", "7.1", "7.3"];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_word_is_known_exactly_if_a_suitable_rule_with_it_is_accepted(string name)
    {
        var kernel = KernelOf(name);
        foreach (var word in KernelVocabulary.Of(kernel).Words)
        {
            Assert.True(word.IsKnown == RulesWith(word, kernel).Any(rule => Accepts(kernel, rule)), $"{word.Kind} {word.Word} on {name}");
            Assert.Equal(word.IsKnown, word.Reason is null);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_word_is_known_exactly_if_the_version_table_and_the_build_options_say_so(string name)
    {
        var kernel = KernelOf(name);
        foreach (var word in KernelVocabulary.Of(kernel).Words)
        {
            var expected = word.Feature is null || kernel.Has(word.Feature.Feature);
            expected &= word.Kind != WordKind.Hash || (kernel.Has(KernelFeature.SetxattrCheck) && HashAlgos.TryParse(word.Word, out var algo) && kernel.UsableHashes.Contains(algo));
            expected &= word.Word != "appraise_flag" || kernel.Is(KernelOption.AppraiseModsig) || kernel.Has(KernelFeature.AppraiseFlagIgnored);
            Assert.True(expected == word.IsKnown, $"{word.Kind} {word.Word} on {name}");
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Words_that_only_look_like_some_are_taken_by_no_kernel(string name)
    {
        foreach (var rule in (string[])["measure func=NONE", "measure func=POST_SETATTR", "measure mask=MAY_ACCESS", "measure template=ima-sigv3", "appraise func=MODULE_CHECK appraise_type=modsig", "measure obj_lev=s0", "deny"])
        {
            Assert.False(Accepts(KernelOf(name), rule), rule);
        }
    }

    [Theory]
    [InlineData("6.12", "mask", "FILE_CHECK MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK FIRMWARE_CHECK POLICY_CHECK MODULE_CHECK KEXEC_KERNEL_CHECK KEXEC_INITRAMFS_CHECK")]
    [InlineData("6.12", "fsuuid", "FILE_CHECK MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK FIRMWARE_CHECK POLICY_CHECK MODULE_CHECK KEXEC_KERNEL_CHECK KEXEC_INITRAMFS_CHECK KEXEC_CMDLINE")]
    [InlineData("6.12", "uid", "FILE_CHECK MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK FIRMWARE_CHECK POLICY_CHECK MODULE_CHECK KEXEC_KERNEL_CHECK KEXEC_INITRAMFS_CHECK KEXEC_CMDLINE KEY_CHECK CRITICAL_DATA")]
    [InlineData("6.12", "euid", "FILE_CHECK MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK FIRMWARE_CHECK POLICY_CHECK MODULE_CHECK KEXEC_KERNEL_CHECK KEXEC_INITRAMFS_CHECK KEXEC_CMDLINE")]
    [InlineData("6.12", "gid", "FILE_CHECK MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK FIRMWARE_CHECK POLICY_CHECK MODULE_CHECK KEXEC_KERNEL_CHECK KEXEC_INITRAMFS_CHECK KEXEC_CMDLINE KEY_CHECK CRITICAL_DATA")]
    [InlineData("6.12", "obj_type", "FILE_CHECK MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK FIRMWARE_CHECK POLICY_CHECK MODULE_CHECK KEXEC_KERNEL_CHECK KEXEC_INITRAMFS_CHECK KEXEC_CMDLINE SETXATTR_CHECK")]
    [InlineData("6.12", "pcr", "FILE_CHECK MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK FIRMWARE_CHECK POLICY_CHECK MODULE_CHECK KEXEC_KERNEL_CHECK KEXEC_INITRAMFS_CHECK KEXEC_CMDLINE KEY_CHECK CRITICAL_DATA")]
    [InlineData("6.12", "keyrings", "KEY_CHECK")]
    [InlineData("6.12", "label", "CRITICAL_DATA")]
    [InlineData("6.12", "permit_directio", "FILE_CHECK MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK FIRMWARE_CHECK POLICY_CHECK MODULE_CHECK KEXEC_KERNEL_CHECK KEXEC_INITRAMFS_CHECK")]
    [InlineData("6.12", "appraise_type=imasig|modsig", "MODULE_CHECK KEXEC_KERNEL_CHECK KEXEC_INITRAMFS_CHECK")]
    [InlineData("6.12", "appraise_type=sigv3", "FILE_CHECK MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK FIRMWARE_CHECK POLICY_CHECK")]
    [InlineData("7.1", "appraise_type=sigv3", "FILE_CHECK MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK FIRMWARE_CHECK POLICY_CHECK MODULE_CHECK KEXEC_KERNEL_CHECK KEXEC_INITRAMFS_CHECK")]
    [InlineData("6.12", "digest_type", "FILE_CHECK MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK FIRMWARE_CHECK POLICY_CHECK")]
    [InlineData("6.12", "appraise_algos", "FILE_CHECK MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK FIRMWARE_CHECK POLICY_CHECK MODULE_CHECK KEXEC_KERNEL_CHECK KEXEC_INITRAMFS_CHECK SETXATTR_CHECK")]
    [InlineData("6.1", "appraise_flag", "MODULE_CHECK KEXEC_KERNEL_CHECK KEXEC_INITRAMFS_CHECK")]
    [InlineData("6.12", "appraise_flag", "FILE_CHECK MMAP_CHECK MMAP_CHECK_REQPROT BPRM_CHECK CREDS_CHECK FIRMWARE_CHECK POLICY_CHECK MODULE_CHECK KEXEC_KERNEL_CHECK KEXEC_INITRAMFS_CHECK KEXEC_CMDLINE KEY_CHECK CRITICAL_DATA SETXATTR_CHECK")]
    public void The_table_of_the_reference_comes_out(string kernel, string item, string funcs)
    {
        var uses = KernelVocabulary.Of(KernelOf(kernel)).Uses.Where(use => use.Item == item && use.Func != PolicyFunc.None && !use.Actions.IsEmpty);
        Assert.Equal(funcs.Split(' ').Order(), uses.Select(use => PolicyWords.Of(use.Func)).Order());
    }

    [Theory]
    [InlineData("MODULE_CHECK", "mask", "measure dont_measure appraise dont_appraise audit dont_audit hash dont_hash")]
    [InlineData("KEXEC_CMDLINE", "uid", "measure dont_measure")]
    [InlineData("KEY_CHECK", "uid", "measure dont_measure")]
    [InlineData("SETXATTR_CHECK", "appraise_algos", "appraise")]
    [InlineData("BPRM_CHECK", "pcr", "measure")]
    [InlineData("BPRM_CHECK", "appraise_type=imasig", "appraise")]
    public void So_do_the_actions(string func, string item, string actions)
    {
        var use = KernelVocabulary.Of(KernelOf("7.3")).Uses.Single(use => use.Item == item && PolicyWords.Of(use.Func) == func);
        Assert.Equal(actions, string.Join(' ', use.Actions.Select(PolicyWords.Of)));
    }

    // Independent of how the vocabulary asks: whole rules, written by hand for each kind of word.
    private static string[] RulesWith(KernelWord word, KernelProfile kernel)
    {
        var hash = HashAlgos.All.Where(kernel.UsableHashes.Contains).Select(HashAlgos.NameOf).First();
        return word.Kind switch
        {
            WordKind.Action => [$"{word.Word} func=FILE_CHECK"],
            WordKind.Func => [$"measure func={word.Word}", $"appraise func={word.Word} appraise_algos={hash}"],
            WordKind.Mask => [$"audit mask={word.Word}"],
            WordKind.Template => [$"measure func=BPRM_CHECK template={word.Word}"],
            WordKind.AppraiseType => [$"appraise func=KEXEC_KERNEL_CHECK appraise_type={word.Word}", $"appraise digest_type=verity appraise_type={word.Word}"],
            WordKind.DigestType => [$"audit digest_type={word.Word}"],
            WordKind.Hash => [$"appraise func=FILE_CHECK appraise_algos={word.Word}"],
            _ => ValuesOf(word.Word, hash),
        };
    }

    private static string[] ValuesOf(string key, string hash) => key switch
    {
        "func" => ["measure func=POLICY_CHECK"],
        "mask" => ["hash mask=^MAY_EXEC"],
        "fsmagic" => ["measure fsmagic=9fa0"],
        "fsuuid" => ["measure fsuuid=00000000-0000-0000-0000-000000000001"],
        "fsname" or "fs_subtype" => [$"measure {key}=xfs"],
        "digest_type" => ["measure digest_type=verity"],
        "appraise_type" => ["appraise appraise_type=imasig"],
        "appraise_flag" => ["appraise func=MODULE_CHECK appraise_type=imasig|modsig appraise_flag=check_blacklist", "audit appraise_flag=x"],
        "appraise_algos" => [$"appraise appraise_algos={hash}"],
        "pcr" => ["measure pcr=11"],
        "template" => ["measure template=ima-buf"],
        "keyrings" => ["measure func=KEY_CHECK keyrings=.evm"],
        "label" => ["measure func=CRITICAL_DATA label=kernel_info"],
        "permit_directio" => ["audit permit_directio"],
        _ => [$"measure {key}=1000"],
    };

    private static bool Accepts(KernelProfile kernel, string rule) =>
        RuleParser.Parse(Encoding.ASCII.GetBytes(rule), new RuleContext(kernel, new LsmContext(LsmKind.SELinux))).IsAccepted;

    private static KernelProfile KernelOf(string name) =>
        KnownKernels.Find(name) ?? (KernelVersion.TryParse(name, out var version) ? KnownKernels.OfVersion(version) : throw new InvalidOperationException(name));
}
