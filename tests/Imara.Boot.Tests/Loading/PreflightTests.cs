using System.Text;
using Imara.Boot.Loading;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;

namespace Imara.Boot.Tests.Loading;

/// <summary>Which ways of loading are tried, and whose check is shown.</summary>
public class PreflightTests
{
    private const string Good = "measure func=BPRM_CHECK\n";
    private const string Cut = "measure func=BPRM_CHECK";
    private const string Bad = "measure func=FUTURE_CHECK\n";

    [Theory]
    [InlineData(Good, LoadChoice.Auto, true, false, true, true, false)]
    [InlineData(Good, LoadChoice.Path, true, false, true, false, false)]
    [InlineData(Good, LoadChoice.Lines, true, false, false, true, false)]
    [InlineData(Good, LoadChoice.Auto, true, true, true, false, false)]
    [InlineData(Good, LoadChoice.Lines, true, true, false, false, false)]
    [InlineData(Cut, LoadChoice.Auto, true, false, false, true, true)]
    [InlineData(Cut, LoadChoice.Auto, true, true, false, false, false)]
    [InlineData(Cut, LoadChoice.Path, true, false, false, false, false)]
    [InlineData(Cut, LoadChoice.Lines, true, false, false, true, false)]
    [InlineData(Bad, LoadChoice.Auto, true, false, false, false, false)]
    [InlineData(Bad, LoadChoice.Auto, false, false, true, false, true)]
    [InlineData(Bad, LoadChoice.Path, false, false, true, false, true)]
    [InlineData(Bad, LoadChoice.Lines, false, false, false, true, true)]
    [InlineData(Bad, LoadChoice.Lines, false, true, false, false, false)]
    public void What_may_be_tried_is_what_the_check_takes_or_cannot_know(string policy, LoadChoice choice, bool isKnown, bool wantsSignature, bool mayPath, bool mayLines, bool isNoted)
    {
        var preflight = Of(policy, choice, isKnown, wantsSignature);
        Assert.Equal((mayPath, mayLines), (preflight.MayPath, preflight.MayLines));
        Assert.Equal(mayPath || mayLines, preflight.Refusal is null);
        Assert.Equal(isNoted, preflight.Note is not null);
        Assert.Equal(choice, preflight.Choice);
    }

    [Theory]
    [InlineData(Good, LoadChoice.Lines, true, true, "signed policy")]
    [InlineData(Cut, LoadChoice.Auto, true, true, "signed policy")]
    [InlineData(Cut, LoadChoice.Path, true, true, "would refuse it")]
    [InlineData(Cut, LoadChoice.Path, true, false, "would refuse it")]
    [InlineData(Bad, LoadChoice.Auto, true, false, "would refuse it")]
    [InlineData(Bad, LoadChoice.Auto, true, true, "would refuse it")]
    public void Why_nothing_is_tried_is_the_signature_only_where_the_rules_are_good(string policy, LoadChoice choice, bool isKnown, bool wantsSignature, string why) =>
        Assert.Contains(why, Of(policy, choice, isKnown, wantsSignature).Refusal, StringComparison.Ordinal);

    [Theory]
    [InlineData("6.12-debian", Cut, "its rules are written one by one")]
    [InlineData("6.12-debian", "measure func=FUTURE_CHECK\n", "the kernel is asked")]
    public void What_is_not_as_asked_is_said(string profile, string policy, string said) =>
        Assert.Contains(said, Of(policy, LoadChoice.Auto, isKnown: policy == Cut, profile: profile).Note, StringComparison.Ordinal);

    [Fact]
    public void The_note_says_what_is_wrong_with_the_file() =>
        Assert.Contains("by its path: ", Of(Cut, LoadChoice.Auto).Note, StringComparison.Ordinal);

    [Theory]
    [InlineData(Cut, LoadChoice.Auto, true)]
    [InlineData(Cut, LoadChoice.Path, true)]
    [InlineData(Cut, LoadChoice.Lines, false)]
    [InlineData(Good, LoadChoice.Auto, false)]
    [InlineData(Bad, LoadChoice.Auto, true)]
    [InlineData(Bad, LoadChoice.Lines, true)]
    public void The_check_that_is_shown_is_that_of_the_way_that_matters(string policy, LoadChoice choice, bool hasErrors)
    {
        var shown = Of(policy, choice).Shown;
        Assert.Equal(hasErrors, shown.Diagnostics.Any(found => found.Severity == Diagnostics.DiagnosticSeverity.Error));
        Assert.Equal(policy != Bad, Of(policy, choice).Rules.IsAccepted);
    }

    [Fact]
    public void Of_a_policy_that_is_bad_either_way_the_check_of_the_rules_is_shown() =>
        Assert.DoesNotContain(Of("measure func=FUTURE_CHECK", LoadChoice.Auto).Shown.Diagnostics, found => found.Diagnostic.Descriptor == Policy.PolicyDiagnostics.MissingLineFeed && found.Severity == Diagnostics.DiagnosticSeverity.Error);

    [Theory]
    [InlineData(Bad, true)]
    [InlineData("# ours\n\nmeasure func=FUTURE_CHECK\n", true)]
    [InlineData("/etc/other\nmeasure func=FUTURE_CHECK\n", false)]
    [InlineData("measure func=FUTURE_CHECK\0\n", false)]
    [InlineData("", false)]
    public void Rules_that_an_unknown_kernel_may_take_are_written_only_if_each_line_is_one(string policy, bool mayLines) =>
        Assert.Equal(mayLines, Of(policy, LoadChoice.Lines, isKnown: false).MayLines);

    [Theory]
    [InlineData(PolicyLoad.WriteMax, true)]
    [InlineData(PolicyLoad.WriteMax + 1, false)]
    public void A_line_that_the_kernel_would_cut_is_not_written(int length, bool mayLines) =>
        Assert.Equal(mayLines, Of("measure func=FUTURE_CHECK".PadRight(length, ' ') + "\n", LoadChoice.Lines, isKnown: false).MayLines);

    [Fact]
    public void A_path_that_would_be_two_lines_is_never_written() =>
        Assert.False(Imara.Boot.Loading.Preflight.Of(new PolicySource("/etc/ima\n/policy", Encoding.UTF8.GetBytes(Good)), About(true, false, "6.12-debian"), LoadChoice.Auto).MayPath);

    private static Preflight Of(string policy, LoadChoice choice, bool isKnown = true, bool wantsSignature = false, string profile = "6.12-debian") =>
        Preflight.Of(new PolicySource("/etc/ima/ima-policy", Encoding.UTF8.GetBytes(policy)), About(isKnown, wantsSignature, profile), choice);

    private static LoadingKernel About(bool isKnown, bool wantsSignature, string profile) => new(new RuleContext(KnownKernels.Find(profile)!, LsmContext.None), isKnown, wantsSignature);
}
