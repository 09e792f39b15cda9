using System.Text;
using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara boot install` into a folder.</summary>
public sealed class BootInstallTests : IDisposable
{
    private const string Approved = "tests/Imara.Aot.Tests/Boot";

    private readonly string root = Directory.CreateTempSubdirectory("imara-install-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("install-systemd.txt", "--systemd")]
    [InlineData("install-dracut.txt", "--dracut", "--policy", "/etc/imara/policy")]
    [InlineData("install-initramfs-tools.txt", "--initramfs-tools")]
    public void The_plan_is_shown_and_nothing_is_done(string golden, params string[] options)
    {
        var result = Install([.. options, "--dry-run"]);
        Assert.Equal(0, result.Exit);
        Golden.Match($"{Approved}/{golden}", (result.Output + result.Error).Replace(root, "/folder", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(root));
    }

    [Fact]
    public void A_machine_without_a_policy_is_not_told_to_halt_without_one()
    {
        var refused = Install("--systemd", "--require");
        Assert.Equal((1, string.Empty), (refused.Exit, refused.Output));
        Assert.EndsWith("with --require the next boot would halt; --force installs it all the same\n", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(root));

        Assert.Equal(0, Install("--systemd", "--require", "--force").Exit);
        Directory.CreateDirectory(root + "/etc/imara");
        File.WriteAllText(root + "/etc/imara/policy", "measure func=BPRM_CHECK\n");
        Assert.Equal(0, Install("--systemd", "--require", "--policy", "/etc/imara/policy").Exit);
    }

    [Fact]
    public void What_was_done_is_told_as_data()
    {
        var json = JsonDocument.Parse(Install("--dracut", "--format", "json").Output).RootElement;
        Assert.Equal(1, json.GetProperty("schema").GetInt32());
        Assert.True(json.GetProperty("done").GetBoolean());
        foreach (var step in json.GetProperty("steps").EnumerateArray())
        {
            Assert.Equal("create", step.GetProperty("action").GetString());
            Assert.Equal(step.GetProperty("content").GetString(), File.ReadAllText(root + step.GetProperty("path").GetString()));
        }

        File.AppendAllText(root + "/etc/dracut.conf.d/imara.conf", "# by hand\n");
        var refused = Install("--dracut", "--uninstall", "--format", "json");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("/etc/dracut.conf.d/imara.conf: changed since it was installed", refused.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(root + "/usr/lib/dracut/modules.d/97imara/module-setup.sh"));
    }

    [Theory]
    [InlineData("--dracut")]
    [InlineData("--dracut", "--require", "--force")]
    [InlineData("--initramfs-tools", "--policy", "/etc/imara/policy")]
    [InlineData("--initramfs-tools", "--require", "--force")]
    public void Shellcheck_has_nothing_to_say(params string[] options)
    {
        var steps = JsonDocument.Parse(Install([.. options, "--dry-run", "--format", "json"]).Output).RootElement.GetProperty("steps");
        foreach (var text in steps.EnumerateArray().Select(step => step.GetProperty("content").GetString()!).Where(text => text.StartsWith("#!", StringComparison.Ordinal)))
        {
            var lint = Command.Run("shellcheck", ["-"], Encoding.UTF8.GetBytes(text));
            Assert.Equal((0, string.Empty), (lint.Exit, lint.Output));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("--systemd --dracut")]
    [InlineData("--systemd --policy policy")]
    [InlineData("--systemd --policy /etc/$(reboot)")]
    public void Wrong_usage_is_status_2(string options) => Assert.Equal(2, Install(options.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Exit);

    private CommandResult Install(params string[] options) => NativeBinary.Run(["boot", "install", "--root", root, "--program", "/usr/bin/imara", .. options]);
}
