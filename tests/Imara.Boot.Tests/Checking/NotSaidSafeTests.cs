using Imara.Appraisal.Simulating;
using Imara.Boot.Checking;
using Imara.Boot.Installing;
using Imara.Diagnostics;
using Imara.Policy.BuiltIn;
using Imara.Policy.Checking;

namespace Imara.Boot.Tests.Checking;

/// <summary>Systems that were seen not to come up: what is said of them is not safe.</summary>
public sealed class NotSaidSafeTests : IDisposable
{
    private const string Measure = "measure func=BPRM_CHECK\n";
    private const string Appraise = "appraise func=BPRM_CHECK\n";
    private readonly SmallSystem system = new();

    public NotSaidSafeTests() => system.Label();

    public void Dispose() => system.Dispose();

    [Theory]
    [InlineData("streebog512", "6.12-debian", PreflightVerdict.WillLockOut)]
    [InlineData("sm3", "6.12-debian", PreflightVerdict.WillLockOut)]
    [InlineData("wp256", "6.12-lab", PreflightVerdict.Unproven)]
    [InlineData("sha256", "6.12-debian", PreflightVerdict.Safe)]
    public void A_label_by_an_algorithm_that_the_kernel_lacks_lets_nothing_start(string name, string kernel, PreflightVerdict verdict)
    {
        Assert.True(HashAlgos.TryParse(System.Text.Encoding.ASCII.GetBytes(name), out var algo));
        var digest = Imara.Hashing.KernelHash.Compute(algo, File.ReadAllBytes(Path.Combine(system.Root, "bin/sh")));
        system.Shell($"setfattr -n security.ima -v 0x04{(int)algo:x2}{Convert.ToHexString(digest.Bytes)} bin/sh");
        var result = system.Check(Appraise, new PreflightAsked { Kernel = kernel });
        Assert.Equal(verdict, result.Verdict);
        Assert.Equal(
            verdict switch { PreflightVerdict.Safe => [], PreflightVerdict.Unproven => [PreflightDiagnostics.AlgorithmModule], _ => [PreflightDiagnostics.FileRefused] },
            result.Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public void What_the_boot_reads_before_the_load_is_looked_at_under_the_rules_of_that_time()
    {
        system.Shell("mkdir -p etc; echo x >etc/fstab");
        system.Label();
        var asked = new PreflightAsked { Boot = BuiltInPolicy.AppraiseTcb };
        system.Shell("setfattr -x security.ima etc/fstab");
        foreach (var policy in (string[])[Measure, Appraise])
        {
            var found = Assert.Single(system.Check(policy, asked).Findings, finding => finding.Kind == PreflightDiagnostics.OthersRefusedBefore);
            Assert.Equal(PreflightVerdict.Unproven, found.Means);
            Assert.Contains($"{system.Root}/etc/fstab", found.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(PreflightDiagnostics.OthersRefusedBefore, Kinds(policy, asked with { By = LoadedBy.Initramfs }));
            Assert.DoesNotContain(PreflightDiagnostics.OthersRefusedBefore, Kinds(policy, asked with { Boot = null }));
            Assert.DoesNotContain(PreflightDiagnostics.OthersRefusedBefore, Kinds(policy, asked with { Mode = SimulationMode.Log }));
        }
    }

    [Theory]
    [InlineData("uid=101", true)]
    [InlineData("uid>999", true)]
    [InlineData("uid<0", false)]
    [InlineData("egid=27", true)]
    [InlineData("euid>0", true)]
    [InlineData("fowner=7", false)]
    public void Rules_about_other_users_than_root_are_tried_as_these(string condition, bool isRefused)
    {
        system.Shell("cp bin/sh bin/tool");
        var result = system.Check($"appraise func=BPRM_CHECK {condition}\n", new PreflightAsked());
        Assert.Equal(isRefused ? PreflightVerdict.Unproven : PreflightVerdict.Safe, result.Verdict);
        Assert.Equal(isRefused ? [PreflightDiagnostics.OthersRefused] : [], result.Findings.Select(finding => finding.Kind));
        system.Label();
        Assert.Equal(PreflightVerdict.Safe, system.Check($"appraise func=BPRM_CHECK {condition}\n", new PreflightAsked()).Verdict);
    }

    [Fact]
    public void Rules_that_tell_too_many_users_apart_prove_nothing()
    {
        var policy = string.Concat(((uint[])[10, 20, 30]).Select(id => $"appraise func=BPRM_CHECK uid={id} gid={id}\n"));
        var finding = Assert.Single(system.Check(policy, new PreflightAsked()).Findings);
        Assert.Equal((PreflightDiagnostics.UsersUnseen, PreflightVerdict.Unproven), (finding.Kind, finding.Means));
    }

    [Fact]
    public void PID_1_has_no_key_for_a_policy_that_must_be_signed()
    {
        var asked = new PreflightAsked { By = LoadedBy.Pid1, Boot = BuiltInPolicy.SecureBoot, Method = LoadMethod.Path };
        Assert.Equal(PreflightVerdict.WillLockOut, Of(Measure, asked, PreflightDiagnostics.SignedTooEarly).Means);
        Assert.Equal(PreflightVerdict.Unproven, Of(Measure, asked with { Kernel = "6.12-lab" }, PreflightDiagnostics.SignedTooEarly).Means);
        foreach (var other in (PreflightAsked[])[asked with { By = LoadedBy.Unit }, asked with { By = LoadedBy.Initramfs }, asked with { Boot = null }, asked with { Mode = SimulationMode.Log }])
        {
            Assert.DoesNotContain(PreflightDiagnostics.SignedTooEarly, Kinds(Measure, other));
        }
    }

    [Theory]
    [InlineData(true, PreflightVerdict.WillLockOut)]
    [InlineData(false, PreflightVerdict.Unproven)]
    public void A_unit_whose_program_is_gone_does_not_load_and_halts_what_requires_it(bool isRequired, PreflightVerdict verdict)
    {
        Install(isRequired);
        Assert.DoesNotContain(PreflightDiagnostics.LoaderGone, Kinds(Measure, new PreflightAsked()));
        foreach (var change in (string[])["chmod 644 usr/bin/imara", "rm usr/bin/imara", "ln -s /nowhere usr/bin/imara"])
        {
            system.Shell(change);
            foreach (var mode in (SimulationMode[])[SimulationMode.Enforce, SimulationMode.Log])
            {
                var found = Of(Measure, new PreflightAsked { Mode = mode }, PreflightDiagnostics.LoaderGone);
                Assert.Equal((verdict, isRequired), (found.Means, found.Message.EndsWith("goes off", StringComparison.Ordinal)));
            }
        }

        // Switched off, it does nothing.
        Assert.DoesNotContain(PreflightDiagnostics.LoaderGone, Kinds(Measure, new PreflightAsked { CommandLine = "root=/dev/vda systemd.mask=imara-policy.service" }));
        Assert.DoesNotContain(PreflightDiagnostics.LoaderGone, Kinds(Measure, new PreflightAsked { CommandLine = "root=/dev/vda systemd.mask=imara-policy" }));
        system.Shell("ln -sf /dev/null etc/systemd/system/imara-policy.service");
        Assert.DoesNotContain(PreflightDiagnostics.LoaderGone, Kinds(Measure, new PreflightAsked()));
    }

    [Fact]
    public void A_unit_that_the_command_line_masks_loads_nothing()
    {
        Install(isRequired: true);
        var asked = new PreflightAsked { By = null, Path = "etc/imara/policy" };
        system.Label();
        Assert.Equal(LoadedBy.Unit, system.Check(Appraise, asked).LoadedBy);
        Assert.Null(system.Check(Appraise, asked with { CommandLine = "root=/dev/vda systemd.mask=imara-policy.service" }).LoadedBy);
        Assert.Equal(LoadedBy.Unit, system.Check(Appraise, asked with { CommandLine = "root=/dev/vda systemd.mask=other.service" }).LoadedBy);
    }

    [Fact]
    public void Settings_beside_the_unit_leave_a_doubt()
    {
        Install(isRequired: true);
        system.Shell("mkdir etc/systemd/system/imara-policy.service.d");
        Assert.DoesNotContain(PreflightDiagnostics.LoaderChanged, Kinds(Measure, new PreflightAsked()));
        system.Shell("echo x >etc/systemd/system/imara-policy.service.d/x.conf");
        Assert.Equal(PreflightVerdict.Unproven, Of(Measure, new PreflightAsked(), PreflightDiagnostics.LoaderChanged).Means);
    }

    [Theory]
    [InlineData(true, "6.1-debian", true)]
    [InlineData(true, "6.12-debian", false)]
    [InlineData(true, "6.12-lab", true)]
    [InlineData(false, "6.1-debian", false)]
    public void A_key_that_nobody_asks_for_stops_a_boot_that_requires_every_key(bool isRequired, string kernel, bool stops)
    {
        Install(isRequired);
        system.Shell("openssl ecparam -name prime256v1 -genkey -noout -out ec 2>/dev/null");
        system.Shell("openssl req -x509 -new -key ec -outform DER -out cert -subj /CN=test -days 10 -addext basicConstraints=CA:FALSE -addext keyUsage=digitalSignature 2>/dev/null");
        Assert.True(Signatures.Keys.X509Key.TryParse(File.ReadAllBytes($"{system.Root}/cert"), out var certificate, out _));
        var key = new PreflightKey("cert", certificate, null, true);
        foreach (var asked in (PreflightAsked[])[new PreflightAsked { Kernel = kernel, Keys = [key] }, new PreflightAsked { Kernel = kernel, EvmKeys = [key] }])
        {
            var found = system.Check(Measure, asked).Findings.Where(finding => finding.Kind == PreflightDiagnostics.KeyStopsLoader);
            Assert.Equal(stops ? [PreflightVerdict.Unproven] : [], found.Select(finding => finding.Means));
        }
    }

    [Fact]
    public void Files_that_are_appraised_only_when_they_are_written_count()
    {
        const string Writes = "appraise func=FILE_CHECK mask=MAY_WRITE fowner=0\n";
        var found = system.Check(Writes).Findings;
        Assert.Equal(
            ["/proc", "/run", "/sys", "/sys/fs/cgroup", "/sys/kernel/security"],
            found.Where(finding => finding.Kind == PreflightDiagnostics.PseudoRefused).Select(finding => finding.Subject).Order(StringComparer.Ordinal));
        Assert.Contains(PreflightVerdict.WillLockOut, found.Select(finding => finding.Means));

        // Programs are not written in a boot: that they cannot be is no lock-out.
        Assert.DoesNotContain(found, finding => finding.Kind == PreflightDiagnostics.FileRefused);
        system.Shell("mkdir -p var/log; echo x >var/log/wtmp");
        Assert.Contains(PreflightDiagnostics.OthersRefused, Kinds(Writes, new PreflightAsked()));
    }

    [Fact]
    public void A_library_counts_whatever_it_is_called()
    {
        system.Shell("mkdir -p opt lib64; printf 'int f(void){return 0;}' >f.c; gcc -shared -nostdlib -o opt/odd -Wl,-soname,odd f.c");
        system.Shell("printf 'int f(void);void _start(void){f();}' >m.c; gcc -nostdlib -o sbin/init m.c -Lopt -l:odd -Wl,-rpath,/opt; chmod 644 opt/odd; cp /lib64/ld-linux-x86-64.so.2 lib64/");
        system.Label();
        const string Maps = "appraise func=MMAP_CHECK mask=MAY_EXEC\n";
        Assert.DoesNotContain(PreflightDiagnostics.FileRefused, Kinds(Maps, new PreflightAsked()));
        system.Shell("setfattr -x security.ima opt/odd");
        Assert.Equal($"{system.Root}/opt/odd", Of(Maps, new PreflightAsked(), PreflightDiagnostics.FileRefused).Subject);
    }

    private void Install(bool isRequired)
    {
        system.Shell("mkdir -p usr/bin; echo x >usr/bin/imara; chmod 755 usr/bin/imara");
        foreach (var file in BootFiles.Of(new InstallRequest(InitSystem.Systemd, "/usr/bin/imara") { IsRequired = isRequired, Policy = "/etc/imara/policy" }))
        {
            var path = system.Root + file.Path;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (file.IsLink)
            {
                File.CreateSymbolicLink(path, file.Text);
            }
            else
            {
                File.WriteAllText(path, file.Text);
            }
        }

        system.Label();
    }

    private PreflightFinding Of(string policy, PreflightAsked asked, DiagnosticDescriptor kind) => Assert.Single(system.Check(policy, asked).Findings, finding => finding.Kind == kind);

    private List<DiagnosticDescriptor> Kinds(string policy, PreflightAsked asked) => [.. system.Check(policy, asked).Findings.Select(finding => finding.Kind)];
}
