using System.Text;
using Imara.Boot.Loading;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;

namespace Imara.Boot.Tests.Loading;

public class PolicyLoaderTests
{
    private const string Path = "/etc/ima/ima-policy";
    private const string Policy = "# two rules\nmeasure func=BPRM_CHECK\n\nmeasure func=MMAP_CHECK mask=MAY_EXEC\n";

    private readonly Told told = new();
    private int waits;

    [Theory]
    [InlineData("6.1-debian")]
    [InlineData("6.12-debian")]
    [InlineData("7.3-debian")]
    [InlineData("6.12-lab")]
    public void A_path_that_the_kernel_takes_is_all_that_is_written(string profile)
    {
        var kernel = Kernel(profile, Policy);
        var result = Load(kernel, profile, Policy);
        Assert.Equal((LoadState.Loaded, LoadMethod.Path), (result.State, result.Method));
        Assert.Equal([Path, "(close)"], kernel.Writes);
        Assert.True(kernel.IsCustomActive);
        Assert.Empty(told.Failures);
    }

    [Fact]
    public void Rules_are_one_write_each_with_their_line_feed_and_without_comments()
    {
        var kernel = Kernel("6.12-debian", Policy);
        Assert.Equal(LoadState.Loaded, Load(kernel, "6.12-debian", Policy, LoadChoice.Lines).State);
        Assert.Equal([@"measure func=BPRM_CHECK\x0a", @"measure func=MMAP_CHECK mask=MAY_EXEC\x0a", "(close)"], kernel.Writes);
    }

    [Fact]
    public void A_missing_final_line_feed_is_added_by_writing_the_rules()
    {
        const string Cut = "measure func=BPRM_CHECK";
        var kernel = Kernel("6.12-debian", Cut);
        var result = Load(kernel, "6.12-debian", Cut);
        Assert.Equal((LoadState.Loaded, LoadMethod.Lines), (result.State, result.Method));
        Assert.Equal([@"measure func=BPRM_CHECK\x0a", "(close)"], kernel.Writes);
        Assert.Null(Preflight("6.12-debian", Cut, LoadChoice.Auto).Refusal);
        Assert.NotNull(Preflight("6.12-debian", Cut, LoadChoice.Path).Refusal);
    }

    [Theory]
    [InlineData("measure func=BPRM_CHEK\n")]
    [InlineData("# nothing\n")]
    [InlineData("")]
    [InlineData("/etc/other\n")]
    [InlineData("measure func=BPRM_CHECK\r\n")]
    [InlineData("measure\0func=BPRM_CHECK\n")]
    public void What_the_check_refuses_is_never_tried(string policy)
    {
        foreach (var choice in Enum.GetValues<LoadChoice>())
        {
            var preflight = Preflight("6.12-debian", policy, choice);
            Assert.False(preflight.MayPath || preflight.MayLines);
            Assert.NotNull(preflight.Refusal);
            Assert.NotEmpty(preflight.Shown.Diagnostics);
        }
    }

    [Fact]
    public void A_kernel_newer_than_the_check_is_asked()
    {
        const string Future = "measure func=FUTURE_CHECK\n";
        var preflight = Imara.Boot.Loading.Preflight.Of(new PolicySource(Path, Encoding.UTF8.GetBytes(Future)), About("7.3-debian", isKnown: false), LoadChoice.Auto);
        Assert.True(preflight.MayPath);
        Assert.False(preflight.MayLines);
        Assert.NotNull(preflight.Note);

        var kernel = Kernel("7.3-debian", Future);
        Assert.Equal(LoadState.Refused, new PolicyLoader(kernel, kernel, _ => { }, told).Load(Source(Future), preflight, About("7.3-debian", isKnown: false)).State);
        Assert.False(kernel.IsCustomActive);
    }

    [Theory]
    [InlineData(Errno.EACCES)]
    [InlineData(Errno.EINVAL)]
    public void A_file_that_the_kernel_does_not_take_is_given_rule_by_rule(Errno error)
    {
        var kernel = new KernelDouble("6.12-debian") { Files = _ => new PolicyFile(error, default) };
        var result = Load(kernel, "6.12-debian", Policy);
        Assert.Equal((LoadState.Loaded, LoadMethod.Lines), (result.State, result.Method));
        Assert.Contains(told.Notes, note => note.Contains(error.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Errno.EACCES, LoadChoice.Path)]
    [InlineData(Errno.ETXTBSY, LoadChoice.Auto)]
    [InlineData(Errno.ENOENT, LoadChoice.Auto)]
    [InlineData(Errno.EIO, LoadChoice.Auto)]
    public void Where_rules_are_no_answer_the_failure_is_named(Errno error, LoadChoice choice)
    {
        var kernel = new KernelDouble("6.12-debian") { Files = _ => new PolicyFile(error, default) };
        var result = Load(kernel, "6.12-debian", Policy, choice);
        Assert.Equal(LoadState.Refused, result.State);
        Assert.Equal([Path, "(close)"], kernel.Writes);
        Assert.Contains(told.Failures, failure => failure.StartsWith($"{Path}: {error}: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_a_signature_is_wanted_rules_are_not_tried()
    {
        var kernel = new KernelDouble("6.12-debian", "ima_policy=secure_boot") { Files = _ => new PolicyFile(Errno.EACCES, default) };
        var result = Load(kernel, "6.12-debian", Policy, wantsSignature: true);
        Assert.Equal(LoadState.Refused, result.State);
        Assert.Equal([Path, "(close)"], kernel.Writes);
        Assert.Contains("signed policy", Assert.Single(told.Failures), StringComparison.Ordinal);

        var lines = Preflight("6.12-debian", Policy, LoadChoice.Lines, wantsSignature: true);
        Assert.Contains("signed policy", lines.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("measure func=BPRM_CHECK subj_type=unknown_t\n", true)]
    [InlineData("measure func=BPRM_CHECK obj_user=unknown_u\n", true)]
    [InlineData("measure func=MMAP_CHECK_REQPROT\n", false)]
    public void A_guess_about_labels_is_made_of_rules_that_name_labels_alone(string policy, bool isGuessed)
    {
        // A kernel that knows neither the labels nor what came after it, and a check that takes both.
        var kernel = new KernelDouble("6.1-debian", lsm: new LsmContext(LsmKind.SELinux, System.Collections.Frozen.FrozenSet<(Imara.Policy.Rules.LsmKey, ByteString)>.Empty));
        var about = new LoadingKernel(new RuleContext(KnownKernels.Find("7.3-debian")!, new LsmContext(LsmKind.SELinux)), IsKnown: true, WantsSignature: false);
        var preflight = Imara.Boot.Loading.Preflight.Of(Source(policy), about, LoadChoice.Lines);
        Assert.Equal(LoadState.Refused, new PolicyLoader(kernel, kernel, _ => { }, told).Load(Source(policy), preflight, about).State);
        Assert.Equal(isGuessed, Assert.Single(told.Failures).Contains("unknown to", StringComparison.Ordinal));
    }

    [Fact]
    public void A_signature_that_was_not_expected_refuses_rules_and_is_named()
    {
        var kernel = new KernelDouble("6.12-debian", "ima_policy=secure_boot") { Files = _ => new PolicyFile(Errno.EACCES, default) };
        var result = Load(kernel, "6.12-debian", Policy);
        Assert.Equal(LoadState.Refused, result.State);
        Assert.Equal((2, Errno.EACCES), (result.RefusedRule!.Line, result.RefusedRule.Errno));
        Assert.StartsWith($"{Path}:2: EACCES: the kernel wants a signed policy", Assert.Single(told.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_is_not_defined_yet_names_its_line()
    {
        const string Labels = "measure func=BPRM_CHECK\nmeasure obj_type=late_t\n";
        var kernel = new KernelDouble("6.12-lab", lsm: new LsmContext(LsmKind.SELinux, [])) { Files = _ => new PolicyFile(Errno.None, Encoding.UTF8.GetBytes(Labels)) };
        var about = About("6.12-lab") with { Rules = new RuleContext(KnownKernels.Find("6.12-lab")!, new LsmContext(LsmKind.SELinux)) };
        var preflight = Imara.Boot.Loading.Preflight.Of(Source(Labels), about, LoadChoice.Auto);
        var result = new PolicyLoader(kernel, kernel, _ => { }, told).Load(Source(Labels), preflight, about);
        Assert.Equal(LoadState.Refused, result.State);
        Assert.Equal(2, result.RefusedRule!.Line);
        Assert.Contains("SELinux", Assert.Single(told.Failures), StringComparison.Ordinal);
        Assert.False(kernel.IsCustomActive);
    }

    [Fact]
    public void A_busy_file_is_waited_for_and_then_named()
    {
        var kernel = Kernel("6.12-debian", Policy);
        kernel.Busy = 3;
        Assert.Equal(LoadState.Loaded, Load(kernel, "6.12-debian", Policy).State);
        Assert.Equal(3, waits);

        kernel = Kernel("6.12-debian", Policy);
        kernel.Busy = int.MaxValue;
        Assert.Equal(LoadState.Refused, Load(kernel, "6.12-debian", Policy).State);
        Assert.Empty(kernel.Writes);
        Assert.StartsWith("/sys/kernel/security/ima/policy: EBUSY: ", Assert.Single(told.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_kernel_throws_away_at_the_close_is_not_called_loaded()
    {
        var kernel = new KernelDouble("6.12-lab") { Files = _ => new PolicyFile(Errno.None, "# only a comment\n"u8.ToArray()) };
        Assert.Equal(LoadState.Refused, Load(kernel, "6.12-lab", Policy).State);
        Assert.Contains("threw the policy away", Assert.Single(told.Failures), StringComparison.Ordinal);

        kernel = new KernelDouble("6.12-debian") { HasLog = false, Files = _ => new PolicyFile(Errno.None, "# only a comment\n"u8.ToArray()) };
        told.Failures.Clear();
        Assert.Equal(LoadState.Uncertain, Load(kernel, "6.12-debian", Policy).State);
        Assert.Single(told.Failures);
    }

    [Fact]
    public void Without_the_log_the_policy_that_is_read_back_is_the_proof()
    {
        var kernel = new KernelDouble("6.12-lab") { HasLog = false, Files = _ => new PolicyFile(Errno.None, Encoding.UTF8.GetBytes(Policy)) };
        Assert.Equal(LoadState.Loaded, Load(kernel, "6.12-lab", Policy).State);
    }

    [Fact]
    public void What_the_kernel_says_of_IMA_is_told_and_what_others_say_is_not()
    {
        var kernel = Kernel("6.12-debian", Policy);
        kernel.SaidAtClose.AddRange([new(true, "usb 1-1: new"), new(false, "ima: not the kernel"), new(true, "ima: some word")]);
        Load(kernel, "6.12-debian", Policy);
        Assert.Equal(["the kernel says `ima: policy update completed`", "the kernel says `ima: some word`"], told.Notes.Order(StringComparer.Ordinal));
        Assert.Empty(told.Failures);
    }

    [Theory]
    [InlineData(LoadChoice.Path)]
    [InlineData(LoadChoice.Auto)]
    public void What_the_kernel_says_while_it_refuses_is_told_too(LoadChoice choice)
    {
        var kernel = new KernelDouble("6.12-debian") { Files = _ => new PolicyFile(Errno.EINVAL, default) };
        kernel.SaidAtClose.Add(new(true, "ima: rule refused"));
        Load(kernel, "6.12-debian", Policy, choice);
        Assert.Contains("the kernel says `ima: rule refused`", told.Notes);
        Assert.Equal(choice == LoadChoice.Path, told.Failures.Count == 1 && told.Failures[0].Contains("--lines tells which", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("measure func=BPRM_CHECK\n", false)]
    [InlineData("measure func=KEY_CHECK\n", true)]
    public void Another_wording_than_was_expected_is_told_and_the_load_counts(string taken, bool isTold)
    {
        var kernel = new KernelDouble("6.12-lab") { Files = _ => new PolicyFile(Errno.None, Encoding.UTF8.GetBytes(taken)) };
        Assert.Equal(LoadState.Loaded, Load(kernel, "6.12-lab", "measure func=BPRM_CHECK\n").State);
        Assert.Equal(isTold, told.Notes.Any(note => note.Contains("in other words than expected", StringComparison.Ordinal)));
    }

    private static KernelDouble Kernel(string profile, string policy) => new(profile) { Files = _ => new PolicyFile(Errno.None, Encoding.UTF8.GetBytes(policy)) };

    private static PolicySource Source(string policy) => new(Path, Encoding.UTF8.GetBytes(policy));

    private static LoadingKernel About(string profile, bool wantsSignature = false, bool isKnown = true) =>
        new(new RuleContext(KnownKernels.Find(profile)!, LsmContext.None), isKnown, wantsSignature);

    private static Preflight Preflight(string profile, string policy, LoadChoice choice, bool wantsSignature = false) =>
        Imara.Boot.Loading.Preflight.Of(Source(policy), About(profile, wantsSignature), choice);

    private LoadResult Load(KernelDouble kernel, string profile, string policy, LoadChoice choice = LoadChoice.Auto, bool wantsSignature = false)
    {
        var preflight = Preflight(profile, policy, choice, wantsSignature);
        Assert.Null(preflight.Refusal);
        return new PolicyLoader(kernel, kernel, _ => waits++, told).Load(Source(policy), preflight, About(profile, wantsSignature));
    }
}
