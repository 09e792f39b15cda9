using Imara.Appraisal.Simulating;
using Imara.Boot.Checking;
using Imara.Diagnostics;
using Imara.Policy.BuiltIn;

namespace Imara.Boot.Tests.Checking;

/// <summary>What a boot meets depends on who loads the policy, and when.</summary>
public sealed class WhoLoadsTests : IDisposable
{
    private const string Appraise = "appraise func=BPRM_CHECK\n";
    private readonly SmallSystem system = new();

    public WhoLoadsTests() => system.Label();

    public void Dispose() => system.Dispose();

    [Fact]
    public void A_policy_that_appraises_is_unproven_while_nothing_tells_who_loads_it()
    {
        Assert.Equal((PreflightVerdict.Unproven, PreflightDiagnostics.LoaderUnknown), Single(Appraise, new PreflightAsked { By = null }));
        Assert.Equal(PreflightVerdict.Safe, system.Check("measure func=BPRM_CHECK\n", new PreflightAsked { By = null }).Verdict);
        Assert.Equal(PreflightVerdict.Safe, system.Check(Appraise, new PreflightAsked { By = null, Mode = SimulationMode.Log }).Verdict);
        Assert.Empty(system.Check(Appraise).Findings);
    }

    [Fact]
    public void Who_was_found_is_said()
    {
        system.Shell("mkdir -p usr/lib/systemd; cp -a sbin/init usr/lib/systemd/systemd; ln -sf ../usr/lib/systemd/systemd sbin/init");
        system.Label();
        var result = system.Check(Appraise, new PreflightAsked { By = null, Path = "etc/ima/ima-policy" });
        Assert.Equal((PreflightVerdict.Safe, LoadedBy.Pid1), (result.Verdict, result.LoadedBy));
        Assert.Equal(PreflightDiagnostics.LoaderAssumed, Assert.Single(result.Findings).Kind);
        Assert.Equal((PreflightVerdict.Unproven, PreflightDiagnostics.RivalPolicy), Single(Appraise, new PreflightAsked()));
    }

    [Fact]
    public void PID_1_loads_before_the_keys_and_what_is_signed_locks_it_out()
    {
        system.Sign("sbin/init");
        var key = new PreflightKey("cert", system.Certificate(), null, true);
        Assert.Contains((PreflightVerdict.WillLockOut, PreflightDiagnostics.NoKeysYet), Kinds(Appraise, new PreflightAsked { By = LoadedBy.Pid1, Keys = [key] }));
        Assert.DoesNotContain(Kinds(Appraise, new PreflightAsked { Keys = [key] }), found => found.Kind == PreflightDiagnostics.NoKeysYet);

        // Kernels with a trusted keyring may have keys by then.
        Assert.Contains((PreflightVerdict.Unproven, PreflightDiagnostics.NoKeysYet), Kinds(Appraise, new PreflightAsked { By = LoadedBy.Pid1, Keys = [key], Kernel = "6.12-lab" }));
        system.Label();
        Assert.DoesNotContain(Kinds(Appraise, new PreflightAsked { By = LoadedBy.Pid1, Keys = [key] }), found => found.Kind == PreflightDiagnostics.NoKeysYet);
    }

    [Theory]
    [InlineData("root=/dev/vda", "dont_appraise fsmagic=0x858458f6", true)]
    [InlineData("root=/dev/vda", "dont_appraise fsmagic=0x1021994", false)]
    [InlineData("", "dont_appraise fsmagic=0x1021994", true)]
    [InlineData("", "dont_appraise fsmagic=0x858458f6", false)]
    [InlineData("root=/dev/vda rootfstype=tmpfs", "dont_appraise fsmagic=0x1021994", true)]
    [InlineData("rootfstype=ext4", "dont_appraise fsmagic=0x858458f6", true)]
    [InlineData("quiet -- root=/dev/vda", "dont_appraise fsmagic=0x1021994", true)]
    [InlineData(null, "dont_appraise fsmagic=0x1021994", false)]
    [InlineData(null, "dont_appraise fsmagic=0x1021994\ndont_appraise fsmagic=0x858458f6", true)]
    [InlineData("root=/dev/vda", "dont_appraise fsname=rootfs", true)]
    [InlineData("root=/dev/vda", "dont_appraise func=MMAP_CHECK", false)]
    public void A_policy_that_the_initramfs_loads_must_exempt_what_the_initramfs_lies_on(string? commandLine, string rules, bool isSafe)
    {
        var asked = new PreflightAsked { By = LoadedBy.Initramfs, CommandLine = commandLine };
        var result = system.Check($"{rules}\n{Appraise}", asked);
        Assert.Equal(isSafe ? PreflightVerdict.Safe : PreflightVerdict.WillLockOut, result.Verdict);
        Assert.All(result.Findings, finding => Assert.Equal(PreflightDiagnostics.InitramfsRefused, finding.Kind));
        Assert.Equal(PreflightVerdict.Safe, system.Check($"{rules}\n{Appraise}", asked with { By = LoadedBy.Unit }).Verdict);
    }

    [Theory]
    [InlineData("appraise func=MMAP_CHECK\n")]
    [InlineData("appraise func=FILE_CHECK mask=MAY_EXEC uid=0\n")]
    [InlineData("dont_appraise fsmagic=0x9fa0\ndont_appraise fsmagic=0x62656572\ndont_appraise fsmagic=0x73636673\ndont_appraise fsmagic=0x63677270\ndont_appraise fsmagic=0x1021994\nappraise fowner=0\n")]
    public void Programs_libraries_and_files_of_the_initramfs_count(string policy)
    {
        var finding = Assert.Single(system.Check(policy, new PreflightAsked { By = LoadedBy.Initramfs }).Findings, finding => finding.Kind == PreflightDiagnostics.InitramfsRefused);
        Assert.Contains("`dont_appraise fsmagic=0x858458f6`", finding.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_can_label_must_be_exempt_from_rules_about_reading()
    {
        var found = system.Check("appraise fowner=0\n").Findings.Where(finding => finding.Kind == PreflightDiagnostics.PseudoRefused).ToDictionary(finding => finding.Subject);
        Assert.Equal(["/proc", "/run", "/sys", "/sys/fs/cgroup", "/sys/kernel/security"], found.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((PreflightVerdict.WillLockOut, PreflightVerdict.Unproven), (found["/proc"].Means, found["/run"].Means));
        Assert.Contains("`dont_appraise fsmagic=0x9fa0`", found["/proc"].Help, StringComparison.Ordinal);
        Assert.DoesNotContain(Kinds("dont_appraise fsmagic=0x9fa0\nappraise fowner=0\n", new PreflightAsked()), kind => kind == (PreflightVerdict.WillLockOut, PreflightDiagnostics.NoInit));
        Assert.Empty(system.Check("appraise fowner=7777\n").Findings);
        Assert.Empty(system.Check(Appraise).Findings);
    }

    [Fact]
    public void The_rules_before_the_load_must_let_init_start_too()
    {
        system.Unlabel("sbin/init");
        var asked = new PreflightAsked { Boot = BuiltInPolicy.AppraiseTcb };
        Assert.Contains((PreflightVerdict.WillLockOut, PreflightDiagnostics.RefusedBefore), Kinds("measure func=BPRM_CHECK\n", asked));
        Assert.DoesNotContain(Kinds("measure func=BPRM_CHECK\n", asked with { By = LoadedBy.Initramfs }), found => found.Kind == PreflightDiagnostics.RefusedBefore);
        Assert.DoesNotContain(Kinds("measure func=BPRM_CHECK\n", asked with { Boot = null }), found => found.Kind == PreflightDiagnostics.RefusedBefore);
        system.Sign("sbin/init");
        Assert.Contains((PreflightVerdict.Unproven, PreflightDiagnostics.UncheckedBefore), Kinds("measure func=BPRM_CHECK\n", asked));
        system.Label();
        Assert.DoesNotContain(Kinds("measure func=BPRM_CHECK\n", asked), found => found.Kind == PreflightDiagnostics.RefusedBefore || found.Kind == PreflightDiagnostics.UncheckedBefore);
    }

    [Fact]
    public void Only_what_the_rules_before_the_load_refuse_is_called_refused()
    {
        var asked = new PreflightAsked { Boot = BuiltInPolicy.AppraiseTcb };
        system.Sign("bin/sh");
        var log = system.Check("measure func=BPRM_CHECK\n", asked with { Mode = SimulationMode.Log });
        Assert.Equal((PreflightVerdict.Safe, PreflightDiagnostics.UncheckedBefore), Single(log));
        system.Unlabel("sbin/init");
        var finding = Assert.Single(system.Check("measure func=BPRM_CHECK\n", asked).Findings, one => one.Kind == PreflightDiagnostics.RefusedBefore);
        Assert.Equal($"{system.Root}/sbin/init", finding.Subject);
        Assert.Contains("refuse 1 files", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_must_be_there_to_show_the_kernel_its_keyring_by()
    {
        const string Policy = "appraise func=MODULE_CHECK appraise_type=imasig\n";
        var key = new PreflightKey("cert", system.Certificate(), null, true);
        foreach (var by in (LoadedBy[])[LoadedBy.Unit, LoadedBy.Initramfs])
        {
            Assert.Equal((PreflightVerdict.Unproven, PreflightDiagnostics.NoWitness), Single(Policy, new PreflightAsked { By = by, Keys = [key] }));
        }

        Assert.Empty(system.Check(Policy, new PreflightAsked { By = LoadedBy.Pid1, Keys = [key] }).Findings);
        Assert.Empty(system.Check("appraise func=MODULE_CHECK\n", new PreflightAsked { Keys = [key] }).Findings);
        Assert.DoesNotContain(Kinds(Policy, new PreflightAsked { Kernel = "6.12-lab", Keys = [key] }), found => found.Kind == PreflightDiagnostics.NoWitness);
        system.Sign("sbin/init");
        Assert.DoesNotContain(Kinds("appraise func=MODULE_CHECK appraise_type=imasig\nappraise func=BPRM_CHECK\n", new PreflightAsked { Keys = [key] }), found => found.Kind == PreflightDiagnostics.NoWitness);
    }

    [Fact]
    public void Files_that_nobody_can_say_are_needed_leave_a_doubt()
    {
        system.Shell("mkdir -p opt lib; printf x >opt/tool; chmod 755 opt/tool; printf x >lib/libx.so.1");
        var finding = Assert.Single(system.Check(Appraise).Findings);
        Assert.Equal((PreflightVerdict.Unproven, PreflightDiagnostics.OthersRefused), (finding.Means, finding.Kind));
        Assert.Contains($"1 other files are refused", finding.Message, StringComparison.Ordinal);
        Assert.Contains($"{system.Root}/opt/tool", finding.Message, StringComparison.Ordinal);
        Assert.Contains($"{system.Root}/lib/libx.so.1", Assert.Single(system.Check("appraise func=MMAP_CHECK fowner=0\n").Findings, one => one.Kind == PreflightDiagnostics.OthersRefused).Message, StringComparison.Ordinal);
        Assert.Empty(system.Check(Appraise, new PreflightAsked { Mode = SimulationMode.Log }).Findings);
        system.Sign("opt/tool");
        Assert.Equal((PreflightVerdict.Unproven, PreflightDiagnostics.OthersUnchecked), Single(Appraise, new PreflightAsked()));
    }

    private (PreflightVerdict Means, DiagnosticDescriptor Kind) Single(string policy, PreflightAsked asked) => Assert.Single(Kinds(policy, asked));

    private static (PreflightVerdict Means, DiagnosticDescriptor Kind) Single(PreflightResult result)
    {
        var finding = Assert.Single(result.Findings);
        return (finding.Means, finding.Kind);
    }

    private List<(PreflightVerdict Means, DiagnosticDescriptor Kind)> Kinds(string policy, PreflightAsked asked) =>
        [.. system.Check(policy, asked).Findings.Select(finding => (finding.Means, finding.Kind))];
}
