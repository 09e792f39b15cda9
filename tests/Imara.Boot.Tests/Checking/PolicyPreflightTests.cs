using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Imara.Appraisal.Simulating;
using Imara.Boot.Checking;
using Imara.Engine.Boot;
using Imara.Policy.BuiltIn;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Signatures.Keys;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Checking;

public sealed class PolicyPreflightTests : IDisposable
{
    private readonly SmallSystem system = new();

    private string Root => system.Root;

    public void Dispose() => system.Dispose();

    [Fact]
    public void A_policy_that_only_measures_is_safe()
    {
        var result = Check("measure func=BPRM_CHECK\n");
        Assert.Equal(PreflightVerdict.Safe, result.Verdict);
        Assert.Equal((2, 0), (result.FilesChecked, result.FilesAppraised));
        Assert.Empty(result.Findings);
    }

    [Theory]
    [InlineData("ima_template=", true)]
    [InlineData("ima_template=ima-ng ima_template=", false)]
    public void A_command_line_that_stops_IMA_is_never_safe(string commandLine, bool stops)
    {
        var result = Check("measure func=BPRM_CHECK\n", commandLine: commandLine);
        Assert.Equal(stops ? PreflightVerdict.WillBeRefused : PreflightVerdict.Safe, result.Verdict);
        Assert.Equal(stops ? ["IMA0608"] : [], result.Findings.Select(finding => finding.Kind.Id));
    }

    [Theory]
    [InlineData("rm sbin/init", "there is no init")]
    [InlineData("rm sbin/init; ln -s ../lib/systemd/systemd sbin/init", "which is not there")]
    [InlineData("rm sbin/init; mkdir sbin/init", "is no program")]
    [InlineData("chmod 644 sbin/init", "is no program")]
    [InlineData("rm -r sbin bin", "there is no init")]
    public void A_root_without_an_init_is_never_safe(string change, string why)
    {
        Label();
        Shell(change);
        foreach (var policy in (string[])["measure func=BPRM_CHECK\n", "appraise func=BPRM_CHECK\n"])
        {
            foreach (var mode in (SimulationMode[])[SimulationMode.Enforce, SimulationMode.Log])
            {
                var result = Check(policy, mode);
                Assert.Equal(PreflightVerdict.Unproven, result.Verdict);
                Assert.Contains(why, Assert.Single(result.Findings, finding => finding.Kind == PreflightDiagnostics.NoInit).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_init_that_the_command_line_names_is_the_one_that_must_start()
    {
        Label();
        Shell("printf other >bin/other; chmod 755 bin/other");
        var result = Check("appraise func=BPRM_CHECK\n", commandLine: "root=/dev/vda init=/bin/other");
        Assert.Equal($"{Root}/bin/other", Assert.Single(result.Findings, finding => finding.Kind == PreflightDiagnostics.FileRefused).Subject);
        Assert.Contains("which init= names", Assert.Single(Check("appraise func=BPRM_CHECK\n", commandLine: "init=/bin/none").Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_not_there_was_not_looked_at_and_that_is_not_safe()
    {
        Shell("cp /bin/ls sbin/init");
        Label();
        var result = Check("appraise func=BPRM_CHECK\n");
        Assert.Equal(PreflightVerdict.Unproven, result.Verdict);
        Assert.All(result.Findings, finding => Assert.Equal(PreflightDiagnostics.NotThere, finding.Kind));
        Assert.Contains(result.Findings, finding => finding.Subject.StartsWith("libc.so.6", StringComparison.Ordinal));
        Assert.Equal(PreflightVerdict.Safe, Check("appraise func=BPRM_CHECK\n", SimulationMode.Log).Verdict);
        Assert.Equal(PreflightVerdict.Safe, Check("measure func=BPRM_CHECK\n").Verdict);
    }

    [Fact]
    public void A_program_that_cannot_be_read_to_its_end_is_named()
    {
        Shell("head -c 70 /bin/ls >sbin/init");
        Label();
        var finding = Assert.Single(Check("appraise func=BPRM_CHECK\n").Findings);
        Assert.Equal((PreflightDiagnostics.FileUnreadable, PreflightVerdict.Unproven, $"{Root}/sbin/init"), (finding.Kind, finding.Means, finding.Subject));
    }

    [Fact]
    public void An_interpreter_ends_at_a_nul_as_it_does_for_the_kernel()
    {
        Shell("printf '#!/bin/sh\\0rest\\n' >sbin/init");
        Label();
        Assert.Equal((PreflightVerdict.Safe, 2), (Check("appraise func=BPRM_CHECK\n").Verdict, Check("appraise func=BPRM_CHECK\n").FilesAppraised));
        Shell("printf '#!/bin/\\0sh\\n' >sbin/init");
        Label();
        Assert.Equal($"/bin/ (needed by {Root}/sbin/init)", Assert.Single(Check("appraise func=BPRM_CHECK\n").Findings).Subject);
    }

    [Fact]
    public void A_rule_that_the_kernel_refuses_is_named_with_its_place()
    {
        var result = Check("measure func=BPRM_CHECK\nmeasure func=NONSENSE\n");
        Assert.Equal(PreflightVerdict.WillBeRefused, result.Verdict);
        var finding = Assert.Single(result.Findings);
        Assert.Equal(("p:2:14", "`NONSENSE` is no func (IMA0103)", PreflightDiagnostics.PolicyRefused), (finding.Subject, finding.Message, finding.Kind));
    }

    [Fact]
    public void A_policy_without_a_rule_is_refused_as_a_whole()
    {
        var finding = Assert.Single(Check("# nothing\n").Findings);
        Assert.Equal((PreflightDiagnostics.PolicyRefused, PreflightVerdict.WillBeRefused, "the policy has no rule (IMA0203)"), (finding.Kind, finding.Means, finding.Message));
    }

    [Fact]
    public void Init_without_a_label_is_locked_out_and_with_one_it_starts()
    {
        const string Policy = "appraise func=BPRM_CHECK\n";
        var result = Check(Policy);
        Assert.Equal(PreflightVerdict.WillLockOut, result.Verdict);
        Assert.Equal([$"{Root}/bin/sh", $"{Root}/sbin/init"], result.Findings.Select(finding => finding.Subject).Order(StringComparer.Ordinal));
        Assert.All(result.Findings, finding => Assert.Equal("is refused: missing-hash", finding.Message));

        Label();
        result = Check(Policy);
        Assert.Equal((PreflightVerdict.Safe, 2), (result.Verdict, result.FilesChecked));

        Shell("printf changed >bin/sh");
        result = Check(Policy);
        Assert.Equal("is refused: invalid-hash", Assert.Single(result.Findings).Message);
    }

    [Fact]
    public void In_log_mode_nobody_is_locked_out_and_the_files_are_named_all_the_same()
    {
        var result = Check("appraise func=BPRM_CHECK\n", SimulationMode.Log);
        Assert.Equal(PreflightVerdict.Safe, result.Verdict);
        Assert.Equal(2, result.Findings.Length);
    }

    [Fact]
    public void Signatures_that_nobody_can_verify_prove_nothing()
    {
        Label();
        system.Sign("sbin/init", "bin/sh");
        var result = Check("appraise func=BPRM_CHECK appraise_type=imasig\n");
        Assert.Equal(PreflightVerdict.Unproven, result.Verdict);
        Assert.Contains(result.Findings, finding => finding is { Topic: PreflightTopic.Key, Means: PreflightVerdict.Unproven } && finding.Kind == PreflightDiagnostics.NoKey);
        Assert.Equal(2, result.Findings.Count(finding => finding.Kind == PreflightDiagnostics.FileUnchecked));
    }

    [Theory]
    [InlineData(null, false, PreflightVerdict.Unproven)]
    [InlineData(false, false, PreflightVerdict.WillLockOut)]
    [InlineData(true, false, PreflightVerdict.Unproven)]
    [InlineData(false, true, null)]
    public void A_key_must_be_in_a_keyring_when_the_policy_is_loaded(bool? isInKeyring, bool isLoaded, PreflightVerdict? expected)
    {
        var key = new PreflightKey("cert", system.Certificate(), isInKeyring, isLoaded);
        var about = Check("appraise func=MODULE_CHECK appraise_type=imasig\n", keys: key).Findings.Where(finding => finding.Topic == PreflightTopic.Key).ToList();
        Assert.Equal(expected, about.SingleOrDefault()?.Means);
        Assert.All(about, finding => Assert.Equal(isInKeyring == true ? PreflightDiagnostics.KeyOnlyNow : PreflightDiagnostics.KeyNotLoaded, finding.Kind));
    }

    [Fact]
    public void A_certificate_that_the_kernel_may_not_take_proves_nothing()
    {
        var certificate = system.Certificate(isAuthority: true);
        var result = Check("appraise func=MODULE_CHECK appraise_type=imasig\n", keys: new PreflightKey("cert", certificate, true, true));
        Assert.Equal(PreflightVerdict.Unproven, result.Verdict);
        Assert.Contains(result.Findings, finding => finding.Kind == PreflightDiagnostics.KeyUnfit && finding.Message.EndsWith("it is a CA", StringComparison.Ordinal));
        Assert.Equal(PreflightVerdict.Safe, Check("appraise func=MODULE_CHECK\n", keys: new PreflightKey("cert", certificate, true, true)).Verdict);
    }

    [Fact]
    public void Labels_that_nobody_knows_prove_nothing()
    {
        Assert.Equal(PreflightDiagnostics.LabelsUnknown, Assert.Single(Check("measure func=BPRM_CHECK\n", labelsAssumed: true).Findings).Kind);
        Assert.Equal(PreflightVerdict.Unproven, Check("measure func=BPRM_CHECK\n", labelsAssumed: true).Verdict);
    }

    [Fact]
    public void What_runs_now_is_named_if_it_could_not_start_again_or_could_not_be_judged()
    {
        Shell("cp /bin/sleep sleep; setfattr -n security.ima -v 0x030204112233440004aabbccdd sleep");
        using var sleep = Process.Start(Path.Combine(Root, "sleep"), "60");
        try
        {
            var result = Check("appraise func=BPRM_CHECK\n", running: true);
            var refused = result.Findings.Where(finding => finding.Kind == PreflightDiagnostics.RunningRefused).ToList();
            Assert.NotEmpty(refused);
            Assert.All(refused, finding => Assert.Equal((PreflightVerdict.WillLockOut, PreflightTopic.Running), (finding.Means, finding.Topic)));
            var doubt = Assert.Single(result.Findings, finding => finding.Subject == $"{Root}/sleep");
            Assert.Equal((PreflightDiagnostics.RunningUnchecked, PreflightVerdict.Unproven), (doubt.Kind, doubt.Means));
            Assert.DoesNotContain(Check("appraise func=BPRM_CHECK\n").Findings, finding => finding.Topic == PreflightTopic.Running);
        }
        finally
        {
            sleep.Kill();
        }
    }

    [Fact]
    public void With_secure_boot_the_policy_file_itself_must_be_signed_and_loaded_by_its_path()
    {
        var result = Check("measure func=BPRM_CHECK\n", boot: BuiltInPolicy.SecureBoot);
        Assert.Equal(PreflightVerdict.WillBeRefused, result.Verdict);
        Assert.Equal(2, result.Findings.Count(finding => finding.Topic == PreflightTopic.Signature));
        Assert.Single(result.Findings, finding => finding.Kind == PreflightDiagnostics.TextRefused);

        result = Check("measure func=BPRM_CHECK\n", boot: BuiltInPolicy.SecureBoot, method: LoadMethod.Path);
        Assert.Equal("the kernel wants a signed policy, and this file is refused: IMA-signature-required", Assert.Single(result.Findings).Message);
    }

    [Fact]
    public void A_missing_line_feed_is_a_note()
    {
        var result = Check("measure func=BPRM_CHECK");
        Assert.Equal(PreflightVerdict.Safe, result.Verdict);
        Assert.Equal(PreflightDiagnostics.NoFinalLineFeed, Assert.Single(result.Findings).Kind);
        Assert.Empty(Check("measure func=BPRM_CHECK\n").Findings);
    }

    private void Label() => system.Label();

    private PreflightResult Check(
        string policy, SimulationMode mode = SimulationMode.Enforce, LoadMethod method = LoadMethod.Lines, BuiltInPolicy? boot = null, string? commandLine = "root=/dev/vda",
        bool labelsAssumed = false, bool running = false, params ImmutableArray<PreflightKey> keys) => system.Check(policy, new PreflightAsked
        {
            Mode = mode,
            Method = method,
            Boot = boot,
            CommandLine = commandLine,
            LabelsAssumed = labelsAssumed,
            Running = running,
            Keys = keys.IsDefault ? [] : keys,
        });

    private void Shell(string script) => system.Shell(script);
}
