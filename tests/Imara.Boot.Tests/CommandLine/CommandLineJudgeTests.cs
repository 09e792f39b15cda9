using System.Text;
using CsCheck;
using Imara.Boot.CommandLine;
using Imara.Measurements;
using Imara.Policy.BuiltIn;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;

namespace Imara.Boot.Tests.CommandLine;

/// <summary>docs/reference/boot.md 5, policy.md 10 and measurement-list.md 4.2.</summary>
public class CommandLineJudgeTests
{
    [Theory]
    [InlineData("ima_policy=tcb", "6.12", "effective")]
    [InlineData("ima-policy=tcb", "6.12", "effective")]
    [InlineData("ima_policy=\"tcb appraise_tcb\"", "6.12", "effective")]
    [InlineData("\"ima_policy=tcb appraise_tcb\"", "6.12", "effective")]
    [InlineData("ima_policy=tcb ima_policy=tcb", "6.12", "effective effective+")]
    [InlineData("ima_policy=tbc", "6.12", "unknown?ima_policy=tcb")]
    [InlineData("ima_policy=tbc|appraise_tcb", "6.12", "unknown?ima_policy=tcb|appraise_tcb")]
    [InlineData("ima_policy=tcb,appraise_tcb", "6.12", "unknown?ima_policy=tcb|appraise_tcb")]
    [InlineData("ima_policy=tcb\\|appraise_tcb", "6.12", "unknown?ima_policy=tcb|appraise_tcb")]
    [InlineData("ima_policy=tcb||appraise_tcb", "6.12", "unknown?ima_policy=tcb|appraise_tcb")]
    [InlineData("ima_policy=", "6.12", "unknown")]
    [InlineData("ima_policy=critical_data", "5.10", "unknown")]
    [InlineData("ima_tcb ima_policy=tcb", "6.12", "effective ignored")]
    [InlineData("ima_policy=tcb ima_tcb", "6.12", "effective ignored")]
    [InlineData("ima_tcb ima_policy=tcb|appraise_tcb", "6.12", "effective conflicting")]
    [InlineData("ima_tcb=0", "6.12", "conflicting?ima_tcb")]
    [InlineData("ima_appraise_tcb ima_policy=appraise_tcb", "6.12", "effective effective+")]
    [InlineData("ima_appraise=log", "6.12", "effective")]
    [InlineData("ima_appraise=enforced", "6.12", "effective+")]
    [InlineData("ima_appraise=log ima_appraise=fix", "6.12", "ignored effective")]
    [InlineData("ima_appraise=log ima_appraise=bogus", "6.12", "ignored unknown")]
    [InlineData("ima_appraise=log ima_appraise=bogus", "5.4", "effective unknown")]
    [InlineData("ima_appraise=log ima_appraise=", "6.12", "ignored unknown")]
    [InlineData("ima_appraise=log ima_appraise", "6.12", "effective unknown")]
    [InlineData("ima_template=", "6.12", "conflicting?ima_template=ima-ng")]
    [InlineData("ima_template= ima_template=ima-sig", "6.12", "conflicting?ima_template=ima-ng ignored")]
    [InlineData("ima_template=ima-sig ima_template=", "6.12", "effective ignored")]
    [InlineData("ima_appraise=enforec", "6.12", "unknown?ima_appraise=enforce")]
    [InlineData("ima_appraise=off ima_policy=appraise_tcb", "6.12", "conflicting effective")]
    [InlineData("ima_policy=secure_boot ima_appraise=off", "6.12", "effective conflicting")]
    [InlineData("ima_appraise=off ima_policy=tcb", "6.12", "effective effective")]
    [InlineData("ima_hash=sha512 ima_hash=sha1", "6.12", "effective ignored")]
    [InlineData("ima_hash=SHA256 ima_hash=sha384", "6.12", "unknown?ima_hash=sha256 effective")]
    [InlineData("ima_hash=sha3-256", "6.1", "unknown?ima_hash=sha256")]
    [InlineData("ima_hash=sha256 ima_template=ima", "6.12", "effective ignored")]
    [InlineData("ima_template=ima ima_hash=sha512 ima_hash=md5", "6.12", "effective+ ignored effective")]
    [InlineData("ima_template=ima-gn ima_template=ima-sig ima_template_fmt=d-ng|n-ng", "6.12", "unknown?ima_template=ima-ng effective ignored")]
    [InlineData("ima_template_fmt=bad ima_template_fmt=d-ng|n-ng|sig", "6.12", "unknown effective")]
    [InlineData("ima_canonical_fmt", "6.12", "effective")]
    [InlineData("ima.ahash_minsize=4k", "7.0", "effective")]
    [InlineData("ima.ahash-bufsize=1M", "7.1", "unknown")]
    [InlineData("ima_flush_htable", "7.1", "unknown")]
    [InlineData("ima_flush_htable", "7.2", "effective")]
    [InlineData("ima=off", "6.16", "unknown?ima_appraise=off")]
    [InlineData("ima=off", "6.17", "ignored?ima_appraise=off")]
    [InlineData("ima=off elfcorehdr=0x1000", "6.17", "effective")]
    [InlineData("ima=measure_only", "6.12", "unknown?ima_policy=tcb ima_appraise=off")]
    [InlineData("evm=fix", "6.12", "effective")]
    [InlineData("evm=fxi", "6.12", "unknown?evm=fix")]
    [InlineData("integrity_audit=1", "6.12", "effective")]
    [InlineData("integrity_audit=yes", "6.12", "unknown?integrity_audit=1")]
    [InlineData("ima_audit=1", "6.12", "unknown?integrity_audit=1")]
    [InlineData("lsm=landlock,apparmor", "6.12", "effective")]
    [InlineData("lsm=landlock,apparmor,ima,evm", "6.12", "effective+")]
    [InlineData("lsm=landlock,apparmor", "6.1", "conflicting?lsm=landlock,apparmor,integrity")]
    [InlineData("lsm=landlock,aparmor", "6.12", "unknown?lsm=landlock,apparmor")]
    [InlineData("security=selinux lsm=apparmor", "6.12", "ignored effective")]
    [InlineData("ima_apraise=log", "6.12", "unknown?ima_appraise=log")]
    [InlineData("imapolicy=tcb", "6.12", "unknown?ima_policy=tcb")]
    [InlineData("IMA_POLICY=tcb", "6.12", "unknown?ima_policy=tcb")]
    [InlineData("ima_something=1", "6.12", "unknown")]
    [InlineData("root=/dev/vda1 ro quiet security.x=1 mem=4G efi=runtime systemd.unit=rescue.target audit=1", "6.12", "")]
    [InlineData("ro -- ima_policy=tcb ima_apraise=log", "6.12", "init")]
    [InlineData("evmkey=/etc/keys/evm.blob", "6.12", "effective")]
    public void Each_parameter_is_told_what_becomes_of_it(string line, string kernel, string expected) =>
        Assert.Equal(expected, string.Join(' ', Judge(line, Kernel(kernel)).Parameters.Select(Short)));

    [Theory]
    [InlineData("ima_appraise=log", "6.12", "ignored", AppraiseBits.Enforce)]
    [InlineData("ima_appraise=off", "6.12", "ignored", AppraiseBits.Enforce)]
    [InlineData("ima_appraise=enforce", "6.12", "effective", AppraiseBits.Enforce)]
    [InlineData("ima_appraise=fix", "5.10", "effective", AppraiseBits.Fix)]
    [InlineData("evm=fix", "7.0", "effective", AppraiseBits.Enforce)]
    [InlineData("evm=fix", "7.1", "ignored", AppraiseBits.Enforce)]
    public void Secure_Boot_takes_what_weakens_away(string line, string kernel, string expected, AppraiseBits appraise)
    {
        var report = CommandLineJudge.Judge(Encoding.UTF8.GetBytes(line), Kernel(kernel), SecureBootState.On, IsFormat);
        Assert.Equal(expected, Short(report.Parameters[0]));
        Assert.Equal(appraise, report.Boot.Appraise);
        Assert.Equal(expected == "effective" && line == "evm=fix", report.Boot.EvmFix);
    }

    [Fact]
    public void Where_Secure_Boot_is_not_known_a_weaker_mode_is_taken_with_a_word_of_doubt()
    {
        var report = CommandLineJudge.Judge("ima_appraise=log"u8, Kernel("6.12"), SecureBootState.Unknown, IsFormat);
        Assert.Equal("effective+", Short(report.Parameters[0]));
    }

    [Theory]
    [InlineData(KernelOption.Appraise, "CONFIG_IMA_APPRAISE_BOOTPARAM")]
    [InlineData(KernelOption.None, "CONFIG_IMA_APPRAISE")]
    public void A_kernel_without_the_option_ignores_the_parameter(KernelOption options, string named)
    {
        var parameter = Assert.Single(Judge("ima_appraise=log", Kernel("6.12") with { Options = options }).Parameters);
        Assert.Equal(ParameterState.Ignored, parameter.State);
        Assert.Equal($"the kernel is built without {named}", parameter.Reason);
    }

    [Fact]
    public void A_hash_that_cannot_be_computed_at_boot_is_ignored_and_no_other_takes_its_place()
    {
        var report = Judge("ima_hash=sm3 ima_hash=sha512", KnownKernels.Find("6.12-debian")!);
        Assert.Equal("ignored ignored", string.Join(' ', report.Parameters.Select(Short)));
        Assert.Equal(HashAlgo.Sha256, report.Boot.Hash);
    }

    [Fact]
    public void Spans_point_at_the_parameters()
    {
        const string line = "ro ima_policy=\"tcb appraise_tcb\"  ima_appraise=log\n";
        Assert.Equal(
            ["ima_policy=\"tcb appraise_tcb\"", "ima_appraise=log"],
            Judge(line, Kernel("6.12")).Parameters.Select(parameter => line.Substring(parameter.Word.Span.Start, parameter.Word.Span.Length)));
    }

    [Fact]
    public void What_is_not_given_has_its_default()
    {
        var kernel = KnownKernels.Find("6.12-debian")!;
        Assert.Equal(
            ["ima_policy=", "ima_appraise=enforce", "ima_hash=sha256", "ima_template=ima-sig", "evm=", "integrity_audit=0", "lsm="],
            Judge(string.Empty, kernel).Defaults.Select(parameter => $"{parameter.Name}={parameter.Value}"));
        Assert.Empty(Judge("ima_tcb ima-appraise=log ima_hash=sha1 ima_template_fmt=d evm=fix integrity_audit=1 security=selinux", kernel).Defaults);
        Assert.Contains(Judge("-- ima_hash=sha1", kernel).Defaults, parameter => parameter.Name == "ima_hash");
    }

    private static readonly Gen<string> Lines = Gen.OneOf(
        "ima_policy=tcb", "ima_policy=appraise_tcb|critical_data", "ima_policy=\"secure_boot fail_securely\"", "ima_policy=tbc|tcb", "ima_policy=", "ima_tcb", "ima_appraise_tcb",
        "ima_appraise=off", "ima_appraise=log", "ima_appraise=fix", "ima_appraise=enforcexyz", "ima_hash=sha1", "ima_hash=md5", "ima_hash=sha512", "ima_hash=SHA1", "ima_hash=tgr192",
        "ima_template=ima", "ima_template=ima-sig", "ima_template=d|n", "ima_template=x", "ima_template_fmt=d-ng|n-ng", "ima_template_fmt=bad", "evm=fix", "evm=x", "ro", "ima_apraise=log")
        .List[0, 8].Select(list => string.Join(' ', list));

    [Fact]
    public void The_report_agrees_with_the_parser_of_what_parameters_do() => Gen.Select(Lines, Gen.OneOf(KnownKernels.Recorded.ToArray())).Sample((line, kernel) =>
    {
        var report = CommandLineJudge.Judge(Encoding.UTF8.GetBytes(line), kernel, SecureBootState.Off, IsFormat);
        var parsed = CommandLineParser.Parse(line, kernel, IsFormat);
        Assert.Equal(parsed with { Policies = [] }, report.Boot with { Policies = [] });
        Assert.Equal(parsed.Policies, report.Boot.Policies);

        // What is said of each parameter adds up to the same.
        var effective = report.Parameters.Where(parameter => parameter.State is ParameterState.Effective or ParameterState.Conflicting).ToList();
        var mode = effective.LastOrDefault(parameter => parameter.Word.Is("ima_appraise"))?.Word.Value?.ToString()[..3];
        Assert.Equal(parsed.Appraise, mode switch { "off" => AppraiseBits.None, "log" => AppraiseBits.Log, "fix" => AppraiseBits.Fix, _ => AppraiseBits.Enforce });
        Assert.Equal(parsed.EvmFix, effective.Exists(parameter => parameter.Word.Is("evm")));
        Assert.Equal(parsed.Policies.Contains(BuiltInPolicy.ImaTcb), effective.Exists(parameter => parameter.Word.Is("ima_tcb")));
        Assert.True(effective.Count(parameter => parameter.Word.Is("ima_template") || parameter.Word.Is("ima_template_fmt")) <= 1);
        Assert.Equal(
            parsed.Hash == kernel.DefaultHash || parsed.Template == "ima",
            !effective.Exists(parameter => parameter.Word.Is("ima_hash")) || parsed.Template == "ima");
    });

    [Fact]
    public void No_line_is_too_strange_to_be_judged() => Gen.Char["ima_policy=tcb|- \"\\,é\n"].Array[0, 60].Sample(chars =>
    {
        var line = Encoding.UTF8.GetBytes(new string(chars));
        Assert.All(Judge(Encoding.UTF8.GetString(line), Kernel("6.12")).Parameters, parameter => Assert.InRange(parameter.Word.Span.End, 1, line.Length));
    });

    private static string Short(ReportedParameter parameter) =>
        parameter.State.ToString().ToLowerInvariant()
        + (parameter.Suggestion is { } meant ? "?" + meant : parameter.State == ParameterState.Effective && parameter.Reason is not null ? "+" : string.Empty);

    private static CommandLineReport Judge(string line, KernelProfile kernel) =>
        CommandLineJudge.Judge(Encoding.UTF8.GetBytes(line), kernel, SecureBootState.Off, IsFormat);

    private static KernelProfile Kernel(string version)
    {
        Assert.True(KernelVersion.TryParse(version, out var parsed));
        return KnownKernels.OfVersion(parsed);
    }

    private static bool IsFormat(string format) => Template.TryParseFormat(format, out _);
}
