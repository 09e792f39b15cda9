using Imara.Appraisal.Simulating;
using Imara.Boot.Checking;
using Imara.Policy.BuiltIn;
using Imara.Policy.Checking;

namespace Imara.Boot.Tests.Checking;

/// <summary>A kernel that wants a signed policy, and how the policy file stands to that.</summary>
public sealed class PolicySignatureTests : IDisposable
{
    private const string Policy = "measure func=BPRM_CHECK\n";

    private static readonly PreflightAsked Signed = new() { Boot = BuiltInPolicy.SecureBoot, Method = LoadMethod.Path };

    private readonly SmallSystem system = new();

    public void Dispose() => system.Dispose();

    [Theory]
    [InlineData(null, SimulationMode.Enforce, "IMA0605", PreflightVerdict.WillBeRefused)]
    [InlineData("04", SimulationMode.Enforce, "IMA0605", PreflightVerdict.WillBeRefused)]
    [InlineData("030204112233440004aabbccdd", SimulationMode.Enforce, "IMA0606", PreflightVerdict.Unproven)]
    [InlineData(null, SimulationMode.Log, "IMA0605", PreflightVerdict.Safe)]
    [InlineData("030204112233440004aabbccdd", SimulationMode.Log, "IMA0606", PreflightVerdict.Safe)]
    public void Without_a_signature_it_is_refused_and_one_that_nobody_can_verify_is_a_doubt(string? label, SimulationMode mode, string id, PreflightVerdict means)
    {
        system.Write("p", Policy);
        if (label is not null)
        {
            system.Shell($"setfattr -n security.ima -v 0x{label} p");
        }

        var finding = Assert.Single(system.Check(Policy, Signed with { Mode = mode }).Findings, one => one.Topic == PreflightTopic.Signature);
        Assert.Equal((id, means), (finding.Kind.Id, finding.Means));
        Assert.Equal($"{system.Root}/p", finding.Subject);
    }

    [Fact]
    public void Its_rules_are_refused_as_text_whatever_the_mode()
    {
        foreach (var mode in (SimulationMode[])[SimulationMode.Enforce, SimulationMode.Log])
        {
            var result = system.Check(Policy, Signed with { Mode = mode, Method = LoadMethod.Lines });
            Assert.Equal(PreflightVerdict.WillBeRefused, result.Verdict);
            Assert.Single(result.Findings, finding => finding.Kind == PreflightDiagnostics.TextRefused);
        }
    }

    [Fact]
    public void Other_kernels_do_not_ask_for_one() =>
        Assert.Empty(system.Check(Policy, Signed with { Boot = BuiltInPolicy.Tcb }).Findings.Where(finding => finding.Topic == PreflightTopic.Signature));

    [Fact]
    public void A_policy_that_is_refused_says_nothing_about_files_and_a_good_one_puts_the_worst_first()
    {
        Assert.All(system.Check("measure func=NONSENSE\n").Findings, finding => Assert.Equal(PreflightTopic.Policy, finding.Topic));
        system.Sign("bin/sh");
        var found = system.Check("appraise func=BPRM_CHECK", new PreflightAsked { By = null }).Findings;
        Assert.Equal(found.Select(finding => finding.Means).OrderDescending(), found.Select(finding => finding.Means));
        Assert.Equal((PreflightVerdict.WillLockOut, PreflightVerdict.Safe), (found[0].Means, found[^1].Means));
        foreach (var alike in found.GroupBy(finding => finding.Means))
        {
            Assert.Equal(alike.Select(finding => finding.Topic).Order(), alike.Select(finding => finding.Topic));
        }
    }

    [Theory]
    [InlineData("030204112233440004aabbccdd", true)]
    [InlineData("060304112233440004aabbccdd", true)]
    [InlineData("0404", false)]
    public void Files_that_carry_a_signature_need_a_key_before_PID_1_loads_the_policy(string label, bool counts)
    {
        system.Label();
        system.Shell($"setfattr -n security.ima -v 0x{label} bin/sh");
        var asked = new PreflightAsked { By = LoadedBy.Pid1 };
        Assert.Equal(counts, system.Check("appraise func=BPRM_CHECK\n", asked).Findings.Any(finding => finding.Kind == PreflightDiagnostics.NoKeysYet));
        Assert.DoesNotContain(system.Check("measure func=BPRM_CHECK\n", asked).Findings, finding => finding.Kind == PreflightDiagnostics.NoKeysYet);
    }

    [Theory]
    [InlineData(PreflightVerdict.Safe, Diagnostics.DiagnosticSeverity.Info)]
    [InlineData(PreflightVerdict.Unproven, Diagnostics.DiagnosticSeverity.Warning)]
    [InlineData(PreflightVerdict.WillLockOut, Diagnostics.DiagnosticSeverity.Error)]
    [InlineData(PreflightVerdict.WillBeRefused, Diagnostics.DiagnosticSeverity.Error)]
    public void A_finding_is_as_grave_as_what_it_makes_of_the_load_and_the_gravest_is_the_verdict(PreflightVerdict means, Diagnostics.DiagnosticSeverity severity)
    {
        var finding = PreflightFinding.Of(PreflightDiagnostics.NoKey, PreflightTopic.Key, means, string.Empty);
        Assert.Equal(severity, finding.Severity);
        var note = finding with { Means = PreflightVerdict.Safe };
        Assert.Equal(means, new PreflightResult([note, finding, note], null, 0, 0).Verdict);
        Assert.Equal(PreflightVerdict.Safe, new PreflightResult([], null, 0, 0).Verdict);
    }
}
