using System.Text;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Vocabularies;

namespace Imara.Policy.Tests.Vocabularies;

public class KernelDifferencesTests
{
    [Fact]
    public void A_kernel_does_not_differ_from_itself() =>
        Assert.All(KnownKernels.Recorded, kernel => Assert.Empty(KernelDifferences.Between(kernel, kernel)));

    // docs/reference/policy.md 8: between these no recorded answer changes.
    [Theory]
    [InlineData("6.16-debian", "6.18-debian")]
    [InlineData("6.19-debian", "7.0-debian")]
    [InlineData("7.2-debian", "7.3-debian")]
    public void Kernels_with_the_same_recorded_answers_know_the_same_words(string a, string b) => Assert.DoesNotContain(
        KernelDifferences.Between(KnownKernels.Find(a)!, KnownKernels.Find(b)!), difference => difference.Kind is DifferenceKind.Word or DifferenceKind.Use);

    [Theory]
    [InlineData("6.18-debian", "6.19-debian", "action dont_audit, key fs_subtype")]
    [InlineData("6.1-debian", "6.12-debian", "func MMAP_CHECK_REQPROT, key appraise_flag, hash sha384, hash sha512, hash sha3-256, hash sha3-384, hash sha3-512")]
    [InlineData("7.0-debian", "7.1-debian", "hash sha384, hash sha512, hash sha3-256, hash sha3-384, hash sha3-512")]
    [InlineData("5.10", "5.15", "func CRITICAL_DATA, func SETXATTR_CHECK, key appraise_algos, key label, template evm-sig")]
    public void Words_that_one_of_two_kernels_takes_are_found(string a, string b, string words)
    {
        var differences = KernelDifferences.Between(KernelOf(a), KernelOf(b));
        Assert.Equal(words, string.Join(", ", differences.Where(difference => difference.Kind == DifferenceKind.Word).Select(difference => difference.Subject)));
    }

    [Fact]
    public void What_changes_without_a_new_word_is_found_too()
    {
        var differences = KernelDifferences.Between(KernelOf("6.12-debian"), KernelOf("7.3-debian"));
        Assert.Contains(differences, difference => difference is { Kind: DifferenceKind.Use, Subject: "func=MODULE_CHECK with appraise_type=sigv3", First: "no action", Second: "appraise" });
        var creds = Assert.Single(differences, difference => difference.Subject == "CredsCheckAfterSetuid");
        Assert.Equal(("off", "on", "4.1", new KernelVersion(6, 19)), (creds.First, creds.Second, creds.Section, creds.Feature!.Since));
    }

    [Fact]
    public void Options_and_defaults_are_compared()
    {
        var differences = KernelDifferences.Between(KernelOf("6.12-debian"), KernelOf("6.12-lab"));
        Assert.Contains(differences, difference => difference is { Kind: DifferenceKind.Option, Subject: "CONFIG_IMA_READ_POLICY", First: "n", Second: "y" });
        Assert.Contains(differences, difference => difference is { Kind: DifferenceKind.Default, Subject: "default template", First: "ima-sig", Second: "ima-ng" });
        Assert.DoesNotContain(differences, difference => difference.Kind == DifferenceKind.Quirk && difference.Feature!.Gate == KernelOption.None);
    }

    [Fact]
    public void The_lines_of_a_policy_that_change_are_found()
    {
        var source = new PolicySource("p", Encoding.ASCII.GetBytes(
            "measure\ndont_audit uid=0\nappraise func=MODULE_CHECK appraise_type=imasig|modsig appraise_flag=check_blacklist\nmeasure # all\n# done\n"));
        PolicyCheck On(string kernel) => PolicyChecker.Check([source], new RuleContext(KernelOf(kernel), LsmContext.None), LoadMethod.Lines);
        var changes = PolicyLineChanges.Between(On("6.1"), On("6.19"));
        Assert.Equal([2, 3, 4], changes.Select(change => change.Line));
        Assert.Equal((Errno.EINVAL, Errno.None), (changes[0].First!.Errno, changes[0].Second!.Errno));
        Assert.Equal("appraise func=MODULE_CHECK appraise_type=imasig|modsig appraise_flag=check_blacklist ", changes[1].First!.Canonical.ToString());
        Assert.Equal("appraise func=MODULE_CHECK appraise_type=imasig|modsig ", changes[1].Second!.Canonical.ToString());
        Assert.Empty(PolicyLineChanges.Between(On("6.19"), On("7.0")));
    }

    private static KernelProfile KernelOf(string name) =>
        KnownKernels.Find(name) ?? (KernelVersion.TryParse(name, out var version) ? KnownKernels.OfVersion(version) : throw new InvalidOperationException(name));
}
