using Imara.Appraisal.Simulating;
using Imara.Boot.Checking;

namespace Imara.Boot.Tests.Checking;

/// <summary>Files of which nobody can say whether a boot needs them.</summary>
public sealed class TreeCheckTests : IDisposable
{
    private const string Appraise = "appraise func=BPRM_CHECK\n";
    private readonly SmallSystem system = new();

    public void Dispose() => system.Dispose();

    [Theory]
    [InlineData(1, "1 other files are refused", "/opt/tool1")]
    [InlineData(3, "3 other files are refused", "/opt/tool3")]
    [InlineData(4, "4 other files are refused", ", ..")]
    public void All_are_counted_and_three_are_named(int count, string counted, string last)
    {
        Tools(count);
        system.Label();
        system.Unlabel([.. Enumerable.Range(1, count).Select(i => $"opt/tool{i}")]);
        var finding = Assert.Single(system.Check(Appraise).Findings);
        Assert.Equal((PreflightVerdict.Unproven, PreflightDiagnostics.OthersRefused, system.Root), (finding.Means, finding.Kind, finding.Subject));
        Assert.Contains(counted, finding.Message, StringComparison.Ordinal);
        Assert.EndsWith(last, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_and_not_checked_are_told_apart()
    {
        Tools(3);
        system.Label();
        system.Unlabel("opt/tool1");
        system.Sign("opt/tool2", "opt/tool3");
        var findings = system.Check(Appraise).Findings;
        Assert.Contains(findings, one => one.Kind == PreflightDiagnostics.OthersRefused && one.Message.StartsWith("1 other files", StringComparison.Ordinal));
        Assert.Contains(findings, one => one.Kind == PreflightDiagnostics.OthersUnchecked && one.Message.StartsWith("2 other files", StringComparison.Ordinal));
    }

    [Fact]
    public void What_must_start_is_told_once_and_not_among_the_others()
    {
        system.Label();
        system.Unlabel("sbin/init");
        system.Sign("bin/sh");
        Assert.Equal(
            [PreflightDiagnostics.FileRefused, PreflightDiagnostics.FileUnchecked],
            system.Check(Appraise).Findings.Select(finding => finding.Kind).Where(kind => kind != PreflightDiagnostics.NoKey && kind != PreflightDiagnostics.KeyNotLoaded));
    }

    [Theory]
    [InlineData(Appraise, SimulationMode.Enforce, true, true)]
    [InlineData(Appraise, SimulationMode.Log, true, false)]
    [InlineData("measure func=BPRM_CHECK\n", SimulationMode.Enforce, true, false)]
    [InlineData(Appraise, SimulationMode.Enforce, false, false)]
    public void They_are_looked_at_where_files_are_refused_in_a_system(string policy, SimulationMode mode, bool hasInit, bool expected)
    {
        Tools(1);
        system.Label();
        system.Unlabel("opt/tool1");
        if (!hasInit)
        {
            File.Delete($"{system.Root}/sbin/init");
        }

        Assert.Equal(expected, system.Check(policy, new PreflightAsked { Mode = mode }).Findings.Any(finding => finding.Kind == PreflightDiagnostics.OthersRefused));
    }

    private void Tools(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            system.Write($"opt/tool{i}", "tool");
        }
    }
}
