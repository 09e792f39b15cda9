using System.Diagnostics;
using Imara.Boot.Checking;
using Imara.Policy.BuiltIn;

namespace Imara.Boot.Tests.Checking;

/// <summary>Systems with signed files, and with files that run.</summary>
public sealed class SignedSystemTests : IDisposable
{
    private const string Signatures = "appraise func=BPRM_CHECK appraise_type=imasig\n";
    private readonly SmallSystem system = new();

    public void Dispose() => system.Dispose();

    [Fact]
    public void What_a_known_key_signed_is_safe_and_what_changed_since_locks_out()
    {
        var certificate = system.Certificate();
        var asked = new PreflightAsked { Keys = [new PreflightKey("cert", certificate, null, true)] };
        system.SignRightly("sbin/init", certificate);
        system.SignRightly("bin/sh", certificate);
        Assert.Equal((PreflightVerdict.Safe, 2), (system.Check(Signatures, asked).Verdict, system.Check(Signatures, asked).FilesAppraised));
        File.AppendAllText($"{system.Root}/bin/sh", "changed");
        var finding = Assert.Single(system.Check(Signatures, asked).Findings);
        Assert.Equal((PreflightDiagnostics.FileRefused, $"{system.Root}/bin/sh", PreflightVerdict.WillLockOut), (finding.Kind, finding.Subject, finding.Means));
    }

    [Theory]
    [InlineData("measure func=FILE_CHECK\nappraise func=MODULE_CHECK appraise_type=imasig\n")]
    [InlineData("appraise func=FIRMWARE_CHECK\nappraise func=MODULE_CHECK appraise_type=imasig\n")]
    public void One_rule_that_wants_signatures_is_enough_to_want_keys_and_to_be_in_doubt_without(string policy)
    {
        var found = system.Check(policy).Findings;
        Assert.Contains(found, finding => finding.Kind == PreflightDiagnostics.NoKey && finding.Means == PreflightVerdict.Unproven);
        Assert.Contains(found, finding => finding.Kind == PreflightDiagnostics.NoWitness);
    }

    [Fact]
    public void Of_several_signed_files_the_first_by_name_is_told()
    {
        system.Sign("sbin/init", "bin/sh");
        var early = Assert.Single(system.Check("appraise func=BPRM_CHECK\n", new PreflightAsked { By = LoadedBy.Pid1 }).Findings, finding => finding.Kind == PreflightDiagnostics.NoKeysYet);
        Assert.Contains($"2 files that must start are signed, such as {system.Root}/bin/sh", early.Message, StringComparison.Ordinal);
        var before = Assert.Single(system.Check("measure func=BPRM_CHECK\n", new PreflightAsked { Boot = BuiltInPolicy.AppraiseTcb }).Findings, finding => finding.Kind == PreflightDiagnostics.UncheckedBefore);
        Assert.Equal($"{system.Root}/bin/sh", before.Subject);
    }

    [Fact]
    public void A_policy_that_is_reached_by_a_link_is_the_one_it_leads_to()
    {
        system.Shell("mkdir -p usr/lib/systemd etc/ima; cp -a sbin/init usr/lib/systemd/systemd; ln -sf ../usr/lib/systemd/systemd sbin/init; : >etc/ima/ima-policy; ln -s etc/ima/ima-policy link");
        system.Label();
        var result = system.Check("measure func=BPRM_CHECK\n", new PreflightAsked { By = null, Path = "link" });
        Assert.Equal(LoadedBy.Pid1, result.LoadedBy);
        Assert.Contains("loads it", Assert.Single(result.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_systems_without_labels_are_refused_for_that_and_others_for_the_missing_one()
    {
        var found = system.Check("appraise fowner=0\n").Findings.Where(finding => finding.Kind == PreflightDiagnostics.PseudoRefused).ToDictionary(finding => finding.Subject, finding => finding.Message);
        Assert.Contains("no-xattr-support", found["/proc"], StringComparison.Ordinal);
        Assert.Contains("no-xattr-support", found["/sys/kernel/security"], StringComparison.Ordinal);
        Assert.Contains("missing-hash", found["/sys"], StringComparison.Ordinal);
        Assert.Contains("missing-hash", found["/run"], StringComparison.Ordinal);
        Assert.Equal([true, false, true, false], new[] { PseudoFileSystem.Tmpfs, PseudoFileSystem.Ramfs, PseudoFileSystem.Usual[^1], PseudoFileSystem.Usual[0] }.Select(fs => fs.HasAttributes));
    }

    [Fact]
    public void Who_runs_is_looked_at_with_the_keys_and_counted_with_all_its_processes()
    {
        var certificate = system.Certificate();
        system.Shell("cp /bin/sleep good; cp /bin/sleep bad");
        system.SignRightly("good", certificate);
        Process[] running = [Process.Start($"{system.Root}/good", "60"), Process.Start($"{system.Root}/bad", "60"), Process.Start($"{system.Root}/bad", "60")];
        try
        {
            var asked = new PreflightAsked { Running = true, Keys = [new PreflightKey("cert", certificate, null, true)] };
            var result = system.Check("appraise func=BPRM_CHECK\n", asked);
            Assert.DoesNotContain(result.Findings, finding => finding.Subject == $"{system.Root}/good");
            var bad = Assert.Single(result.Findings, finding => finding.Subject == $"{system.Root}/bad" && finding.Kind == PreflightDiagnostics.RunningRefused);
            Assert.Contains(" and 1 more)", bad.Message, StringComparison.Ordinal);
            Assert.True(result.FilesChecked > system.Check("appraise func=BPRM_CHECK\n", asked with { Running = false }).FilesChecked);
            running[2].Kill();
            running[2].WaitForExit();
            Assert.Contains($"(process {running[1].Id})", system.Check("appraise func=BPRM_CHECK\n", asked).Findings.Single(finding => finding.Subject == $"{system.Root}/bad" && finding.Kind == PreflightDiagnostics.RunningRefused).Message, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var process in running)
            {
                process.Kill();
                process.Dispose();
            }
        }
    }
}
