using System.Text;
using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara boot status`, as people and scripts use it.</summary>
public class BootStatusTests
{
    private const string Folder = "tests/Imara.Aot.Tests/Boot";

    private const string Menu =
        "menuentry 'Debian' --class debian {\n\tlinux /boot/vmlinuz root=UUID=1 ro ima_policy=tcb\\|appraise_tcb ima_appraise=log evm=fix\n}\n"
        + "submenu 'Advanced' {\n\tmenuentry 'careless' {\n\t\tlinux /boot/vmlinuz ima_policy=tbc|appraise_tcb ima_apraise=log $more -- ima_tcb\n\t}\n}\n";

    private const string ReadBack = "dont_measure fsmagic=0x9fa0 \nmeasure func=BPRM_CHECK \nappraise fowner=0 \n";

    [Theory]
    [InlineData("status-entries.txt", "text")]
    [InlineData("status-entries.json", "json")]
    public void Boot_entries_are_judged_parameter_by_parameter(string golden, string format)
    {
        using var menu = new TemporaryFile(Menu);
        var result = Run("--cmdline", menu.Path, "--kernel", "6.12", "--format", format);
        Assert.Equal(1, result.Exit);
        Golden.Match($"{Folder}/{golden}", result.Output.Replace(menu.Path, "MENU", StringComparison.Ordinal));
        Golden.Match($"{Folder}/status-entries.err", result.Error.Replace(menu.Path, "MENU", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("status.txt", "text")]
    [InlineData("status.json", "json")]
    public void A_machine_with_another_policy_than_the_one_asked_for_is_told(string golden, string format)
    {
        using var machine = Machine();
        using var policy = new TemporaryFile("dont_measure fsmagic=0x9fa0\nmeasure func=BPRM_CHECK\nappraise fowner=0 appraise_type=imasig\n");
        var result = Run("--root", machine.Root, "--profile", "6.12-lab", "--policy", policy.Path, "--format", format);
        Assert.Equal(1, result.Exit);
        Golden.Match($"{Folder}/{golden}", result.Output.Replace(policy.Path, "POLICY", StringComparison.Ordinal));
        Golden.Match($"{Folder}/status.err", result.Error.Replace(policy.Path, "POLICY", StringComparison.Ordinal));
    }

    [Fact]
    public void A_machine_with_the_policy_asked_for_is_good()
    {
        using var machine = Machine();
        using var policy = new TemporaryFile("# ours\n" + ReadBack.Replace(" \n", "\n", StringComparison.Ordinal));
        var result = Run("--root", machine.Root, "--profile", "6.12-lab", "--policy", policy.Path);
        Assert.Equal(0, result.Exit);
        Assert.Contains("the same lines", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_cannot_be_read_cannot_be_compared()
    {
        using var machine = Machine();
        machine.Load(text: null);
        using var policy = new TemporaryFile("measure\n");
        var result = Run("--root", machine.Root, "--profile", "6.12-debian", "--policy", policy.Path);
        Assert.Equal(2, result.Exit);
        Assert.Contains("cannot be compared: a policy was loaded in this boot before, and the kernel does not tell which", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("--root", machine.Root, "--profile", "6.12-debian").Exit);
    }

    [Fact]
    public void Without_IMA_the_answer_is_what_to_do()
    {
        using var machine = new FakeMachine();
        machine.Remove("sys/kernel/security");
        var result = Run("--root", machine.Root, "--profile", "6.12-debian", "--format", "json");
        Assert.Equal(2, result.Exit);
        Assert.Equal("imara: securityfs is not mounted, so IMA cannot be seen; mount -t securityfs securityfs /sys/kernel/security\n", string.Concat(result.Error.Split('\n').Where(line => !line.Contains("note:", StringComparison.Ordinal) && line.Length > 0).Select(line => line + "\n")));
        using var json = JsonDocument.Parse(result.Output);
        Assert.False(json.RootElement.GetProperty("ima").GetProperty("present").GetBoolean());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("mode").ValueKind);
        Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("cmdline").GetProperty("parameters").ValueKind);
    }

    [Fact]
    public void This_machine_is_told_as_it_is()
    {
        var result = Run("--format", "json");
        using var json = JsonDocument.Parse(result.Output);
        var isThere = Directory.Exists("/sys/kernel/security/ima");
        Assert.Equal(isThere, json.RootElement.GetProperty("ima").GetProperty("present").GetBoolean());
        Assert.Equal(File.ReadAllText("/proc/cmdline").TrimEnd('\n'), json.RootElement.GetProperty("cmdline").GetProperty("text").GetString());
        Assert.True(isThere || result.Exit == 2);
    }

    [Theory]
    [InlineData(0, "ro quiet ima_policy=tcb\n")]
    [InlineData(0, "ro -- ima_policy=tcb\n")]
    [InlineData(0, "")]
    [InlineData(1, "ima_policy=tbc\n")]
    [InlineData(1, "ima_tcb ima_policy=tcb\n")]
    [InlineData(1, "GRUB_CMDLINE_LINUX=\"ima_policy=tcb|appraise_tcb\"\n")]
    [InlineData(0, "GRUB_CMDLINE_LINUX=\"ima_policy=tcb\\|appraise_tcb\"\n")]
    [InlineData(2, "GRUB_CMDLINE_LINUX=\"open\n")]
    [InlineData(2, "menuentry x { true }\n")]
    public void The_exit_status_says_whether_something_is_wrong(int exit, string text)
    {
        var result = Command.Run(NativeBinary.Path, ["boot", "status", "--cmdline", "-", "--kernel", "6.12"], Encoding.UTF8.GetBytes(text));
        Assert.Equal(exit, result.Exit);
        Assert.Equal(exit == 2, result.Output.Length == 0);
    }

    [Theory]
    [InlineData("--cmdline", "/nonexistent")]
    [InlineData("--root", "/nonexistent")]
    [InlineData("--cmdline", "/dev/null", "--policy", "/dev/null")]
    public void What_cannot_be_read_is_status_2(params string[] arguments) => Assert.Equal(2, Run([.. arguments, "--kernel", "6.12"]).Exit);

    [Fact]
    public void Judging_a_command_line_loads_no_libcrypto()
    {
        var result = Command.Run("env", ["LD_DEBUG=files", NativeBinary.Path, "boot", "status", "--cmdline", "/dev/null", "--kernel", "6.12"]);
        Assert.Equal(0, result.Exit);
        Assert.DoesNotContain("libcrypto", result.Error, StringComparison.Ordinal);
    }

    private static FakeMachine Machine()
    {
        var machine = new FakeMachine();
        machine.Record("busybox-tcb-ima-ng");
        machine.Write("proc/cmdline", "ima_policy=tcb ima_appraise=log\n");
        machine.Load(ReadBack);
        return machine;
    }

    private static CommandResult Run(params string[] arguments) => NativeBinary.Run(["boot", "status", .. arguments]);
}
