using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara boot check` on systems below a folder.</summary>
public sealed class BootCheckTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-boot-check-").FullName;

    public BootCheckTests() => Shell("mkdir -p sbin bin etc/ima etc/keys/ima; printf '#!/bin/sh\\n' >sbin/init; printf shell >bin/sh; chmod 755 sbin/init bin/sh");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void The_answer_in_json_is_approved()
    {
        var result = Check("appraise func=BPRM_CHECK\n", "--format", "json");
        Assert.Equal(1, result.Exit);
        Golden.Match("tests/Imara.Aot.Tests/Boot/check.json", result.Output.Replace(root, "/system", StringComparison.Ordinal));
        Golden.Match("tests/Imara.Aot.Tests/Boot/check.json.err", result.Error.Replace(root, "/system", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("measure func=BPRM_CHECK\n", "", 0, "safe")]
    [InlineData("measure func=BPRM_CHECK\n", "ima_policy=secure_boot", 1, "will_be_refused")]
    [InlineData("measure func=NONSENSE\n", "", 1, "will_be_refused")]
    [InlineData("appraise func=BPRM_CHECK\n", "ima_appraise=log", 0, "safe")]
    [InlineData("appraise func=BPRM_CHECK\n", "ima_appraise=enforce", 1, "will_lock_out")]
    [InlineData("appraise func=MODULE_CHECK appraise_type=imasig\n", "", 2, "unproven")]
    [InlineData("measure func=BPRM_CHECK obj_type=x_t\n", "", 1, "will_be_refused")]
    public void The_verdict_follows_policy_and_command_line(string policy, string commandLine, int exit, string verdict)
    {
        File.WriteAllText($"{root}/cmdline", commandLine + "\n");
        var result = Check(policy, "--cmdline", $"{root}/cmdline", "--format", "json");
        Assert.Equal(exit, result.Exit);
        Assert.Equal(verdict, JsonDocument.Parse(result.Output).RootElement.GetProperty("verdict").GetString());
    }

    [Fact]
    public void A_signed_system_with_its_certificate_among_those_that_are_loaded_is_safe()
    {
        Shell("$IMARA key generate --leaf --type p256 --subject CN=boot --out-key key --out-cert etc/keys/ima/boot.der >/dev/null 2>&1");
        const string Policy = "appraise func=BPRM_CHECK appraise_type=imasig\n";
        Assert.Equal(1, Check(Policy).Exit);
        Shell("$IMARA file sign --key key --cert etc/keys/ima/boot.der sbin/init bin/sh");
        var result = Check(Policy);
        Assert.True(result.Exit == 0, result.Error);
        Shell("printf changed >bin/sh");
        Assert.Contains("bin/sh: is refused: invalid-signature", Check(Policy).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_in_the_place_of_the_policy_is_not_waited_for()
    {
        Shell("rm -f etc/ima/ima-policy; mkfifo etc/ima/ima-policy");
        var result = Command.Run("timeout", ["60", NativeBinary.Path, "boot", "check", "--kernel", "6.12", "--root", root]);
        Assert.Equal((2, $"imara: {root}/etc/ima/ima-policy: is no regular file: the kernel does not load it, and it is not waited for\n"), (result.Exit, result.Error));
    }

    [Theory]
    [InlineData("empty", "unproven")]
    [InlineData("empty/p", null)]
    [InlineData("none", null)]
    public void A_root_that_is_no_system_is_never_safe(string name, string? verdict)
    {
        Shell("mkdir empty; echo 'appraise func=BPRM_CHECK' >empty/p");
        var result = NativeBinary.Run("boot", "check", "--kernel", "6.12", "--root", $"{root}/{name}", $"{root}/empty/p", "--format", "json");
        Assert.Equal(2, result.Exit);
        Assert.Equal(verdict, verdict is null ? null : JsonDocument.Parse(result.Output).RootElement.GetProperty("verdict").GetString());
        Assert.Equal(verdict is null, result.Error.Contains("is no directory", StringComparison.Ordinal));
        Assert.DoesNotContain("safe", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_policy_there_is_no_answer()
    {
        var result = NativeBinary.Run("boot", "check", "--kernel", "6.12", "--root", root);
        Assert.Equal(2, result.Exit);
        Assert.Contains("no policy is found", result.Error, StringComparison.Ordinal);
    }

    private CommandResult Check(string policy, params string[] more)
    {
        File.WriteAllText($"{root}/etc/ima/ima-policy", policy);
        return NativeBinary.Run(["boot", "check", "--profile", "6.12-debian", "--root", root, "--loader", "unit", .. more]);
    }

    private void Shell(string script)
    {
        var result = Command.Run("bash", ["-c", $"IMARA={NativeBinary.Path}; cd {root}; {script}"]);
        Assert.True(result.Exit == 0, result.Error);
    }
}
