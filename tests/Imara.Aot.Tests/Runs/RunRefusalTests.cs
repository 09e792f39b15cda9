using Imara.Linux.Tests;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Runs;

/// <summary>What keeps a run from starting is said before the command runs.</summary>
public sealed class RunRefusalTests : IDisposable
{
    private readonly WatchedMount mount = WatchedMount.Tmpfs();

    private string Proof => Path.Combine(mount.Root, "proof");

    public void Dispose() => mount.Dispose();

    [Theory]
    [InlineData("fix")]
    [InlineData("enforce")]
    public void A_mode_that_is_not_built_yet_is_2(string mode)
    {
        Refused(2, $"imara: run: mode {mode} is not built yet", "--policy", mount.WritePolicy(WatchedMount.Everything), "--mode", mode);
    }

    [Fact]
    public void Mode_off_runs_the_command_only()
    {
        var result = NativeBinary.Run("run", "--policy", mount.WritePolicy(WatchedMount.Everything), "--mode", "off", "--", "sh", "-c", "echo out; exit 7");
        Assert.Equal(new CommandResult(7, "out\n", string.Empty), result);
    }

    [Fact]
    public void A_refused_policy_is_125_and_says_where()
    {
        var policy = mount.WritePolicy("measure func=BPRM_CHECK\nmeasure func=NOTHING\n");
        Refused(125, $"imara: {policy}:2:14: error ", "--policy", policy);
    }

    [Fact]
    public void A_policy_without_rules_is_125()
    {
        var policy = mount.WritePolicy("# nothing\n");
        Refused(125, policy, "--policy", policy);
    }

    [Fact]
    public void A_policy_that_is_not_there_is_125() => Refused(125, mount.Folder + "/absent", "--policy", mount.Folder + "/absent");

    [Theory]
    [InlineData("--output")]
    [InlineData("--ascii")]
    public void A_list_that_cannot_be_written_is_125(string option)
    {
        var path = mount.Folder + "/absent/list";
        Refused(125, path, "--policy", mount.WritePolicy(WatchedMount.Everything), option, path);
    }

    [Fact]
    public void A_folder_is_no_place_for_a_list() =>
        Refused(125, mount.Folder, "--policy", mount.WritePolicy(WatchedMount.Everything), "--output", mount.Folder);

    [Fact]
    public void Both_forms_in_one_file_are_2() => Refused(
        2, mount.Binary, "--policy", mount.WritePolicy(WatchedMount.Everything), "--output", mount.Binary, "--ascii", mount.Folder + "/../" + Path.GetFileName(mount.Folder) + "/binary");

    [Fact]
    public void A_mount_that_is_not_there_is_125() =>
        Refused(125, "/absent", "--policy", mount.WritePolicy(WatchedMount.Everything), "--mount", "/absent");

    [Fact]
    public void Without_root_it_is_125_and_says_so()
    {
        var program = Path.Combine(mount.Root, "imara");
        File.Copy(NativeBinary.Path, program);
        var policy = mount.Write("policy", WatchedMount.Everything);
        Shell.Run($"chmod 755 {Path.GetDirectoryName(mount.Root)} {program}; chmod 1777 {mount.Root}");
        var result = Command.Run(
            "setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", program, "run", "--policy", policy, "--mount", mount.Root, "--", "touch", Proof]);

        Assert.Equal(125, result.Exit);
        Assert.Contains("needs root", result.Error);
        Assert.False(File.Exists(Proof));
    }

    private void Refused(int exit, string words, params string[] options)
    {
        var result = NativeBinary.Run(["run", "--mount", mount.Root, .. options, "--", "touch", Proof]);
        Assert.Equal((exit, string.Empty), (result.Exit, result.Output));
        Assert.Contains(words, result.Error);
        Assert.False(File.Exists(Proof));
    }
}
