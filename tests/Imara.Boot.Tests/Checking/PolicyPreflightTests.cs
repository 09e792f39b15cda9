using System.Collections.Immutable;
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
    private readonly string root = Directory.CreateTempSubdirectory("imara-preflight-").FullName;

    public PolicyPreflightTests() => Shell("mkdir -p sbin bin; printf '#!/bin/sh\\n' >sbin/init; printf shell >bin/sh; chmod 755 sbin/init bin/sh");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_policy_that_only_measures_is_safe()
    {
        var result = Check("measure func=BPRM_CHECK\n");
        Assert.Equal(PreflightVerdict.SafeToLoad, result.Verdict);
        Assert.Equal(0, result.FilesChecked);
    }

    [Fact]
    public void A_rule_that_the_kernel_refuses_is_named_with_its_place()
    {
        var result = Check("measure func=BPRM_CHECK\nmeasure func=NONSENSE\n");
        Assert.Equal(PreflightVerdict.WillBeRefused, result.Verdict);
        Assert.Equal("p:2:14", Assert.Single(result.Findings).Subject);
    }

    [Fact]
    public void Init_without_a_label_is_locked_out_and_with_one_it_starts()
    {
        const string Policy = "appraise func=BPRM_CHECK\n";
        var result = Check(Policy);
        Assert.Equal(PreflightVerdict.WillLockOut, result.Verdict);
        Assert.Equal([$"{root}/bin/sh", $"{root}/sbin/init"], result.Findings.Select(finding => finding.Subject).Order(StringComparer.Ordinal));
        Assert.All(result.Findings, finding => Assert.Equal("is refused: missing-hash", finding.Message));

        Label();
        result = Check(Policy);
        Assert.Equal((PreflightVerdict.SafeToLoad, 2), (result.Verdict, result.FilesChecked));

        Shell("printf changed >bin/sh");
        result = Check(Policy);
        Assert.Equal("is refused: invalid-hash", Assert.Single(result.Findings).Message);
    }

    [Fact]
    public void In_log_mode_nobody_is_locked_out_and_the_files_are_named_all_the_same()
    {
        var result = Check("appraise func=BPRM_CHECK\n", SimulationMode.Log);
        Assert.Equal(PreflightVerdict.SafeToLoad, result.Verdict);
        Assert.Equal(2, result.Findings.Length);
    }

    [Fact]
    public void Signatures_that_nobody_can_verify_prove_nothing()
    {
        Label();
        Shell("for f in sbin/init bin/sh; do setfattr -n security.ima -v 0x030204112233440004aabbccdd $f; done");
        var result = Check("appraise func=BPRM_CHECK appraise_type=imasig\n");
        Assert.Equal(PreflightVerdict.Unproven, result.Verdict);
        Assert.Contains(result.Findings, finding => finding is { Topic: PreflightTopic.Key, Means: PreflightVerdict.Unproven });
    }

    [Theory]
    [InlineData(null, false, PreflightVerdict.Unproven)]
    [InlineData(false, false, PreflightVerdict.WillLockOut)]
    [InlineData(true, false, PreflightVerdict.SafeToLoad)]
    [InlineData(false, true, PreflightVerdict.SafeToLoad)]
    public void A_key_must_be_in_a_keyring_when_the_policy_is_loaded(bool? isInKeyring, bool isLoaded, PreflightVerdict expected)
    {
        Shell("openssl req -x509 -newkey rsa:2048 -nodes -keyout key -outform DER -out cert -subj /CN=test -days 10 -addext basicConstraints=CA:FALSE -addext keyUsage=digitalSignature 2>/dev/null");
        Assert.True(X509Key.TryParse(File.ReadAllBytes(Path.Combine(root, "cert")), out var certificate, out _));
        var key = new PreflightKey("cert", certificate, isInKeyring, isLoaded);
        var result = Check("appraise func=MODULE_CHECK appraise_type=imasig\n", keys: key);
        Assert.Equal(expected, result.Verdict);
    }

    [Fact]
    public void With_secure_boot_the_policy_file_itself_must_be_signed_and_loaded_by_its_path()
    {
        var result = Check("measure func=BPRM_CHECK\n", boot: BuiltInPolicy.SecureBoot);
        Assert.Equal(PreflightVerdict.WillBeRefused, result.Verdict);
        Assert.Equal(2, result.Findings.Count(finding => finding.Topic == PreflightTopic.Signature));

        result = Check("measure func=BPRM_CHECK\n", boot: BuiltInPolicy.SecureBoot, method: LoadMethod.Path);
        Assert.Equal("is refused: IMA-signature-required", Assert.Single(result.Findings).Message);
    }

    [Fact]
    public void A_missing_line_feed_is_a_note()
    {
        var result = Check("measure func=BPRM_CHECK");
        Assert.Equal(PreflightVerdict.SafeToLoad, result.Verdict);
        Assert.Contains("line feed", Assert.Single(result.Findings).Message, StringComparison.Ordinal);
    }

    private void Label() => Shell("for f in sbin/init bin/sh; do setfattr -n security.ima -v 0x0404$(sha256sum <$f | cut -c1-64) $f; done");

    private PreflightResult Check(
        string policy, SimulationMode mode = SimulationMode.Enforce, LoadMethod method = LoadMethod.Lines, BuiltInPolicy? boot = null, params ImmutableArray<PreflightKey> keys)
    {
        var path = Path.Combine(root, "p");
        File.WriteAllText(path, policy);
        Assert.True(KernelVersion.TryParse("6.12", out var version));
        var kernel = KnownKernels.OfVersion(version);
        var text = Encoding.UTF8.GetBytes(policy);
        return new PolicyPreflight(new PreflightQuestion
        {
            Check = PolicyChecker.Check([new PolicySource("p", text)], new RuleContext(kernel, LsmContext.None), method),
            PolicyPath = path,
            Setup = new EngineSetup
            {
                Kernel = kernel,
                Boot = new BootParameters { Hash = HashAlgo.Sha256, Template = "ima-ng", Appraise = AppraiseBits.Enforce, Policies = boot is { } one ? [one] : [] },
            },
            Method = method,
            Mode = mode,
            Root = root,
            LooksAtRunning = false,
            Keys = keys.IsDefault ? [] : keys,
        }).Run();
    }

    private void Shell(string script) => Assert.Equal(0, Command.Run("bash", ["-c", $"cd {root}; {script}"]).Exit);
}
