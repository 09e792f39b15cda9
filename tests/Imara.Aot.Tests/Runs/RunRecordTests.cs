using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Runs;

/// <summary>run --record, and what the recording is good for.</summary>
public sealed class RunRecordTests : IDisposable
{
    private readonly WatchedMount mount = WatchedMount.Tmpfs();

    private string Recording => Path.Combine(mount.Folder, "run.jsonl");

    public void Dispose() => mount.Dispose();

    [Fact]
    public void A_recording_replays_to_the_list_of_the_run_and_becomes_a_policy()
    {
        File.Copy("/bin/sh", $"{mount.Root}/shell");
        var script = mount.WriteProgram("script", $"#!{mount.Root}/shell\nread line <{mount.Root}/data\n");
        var data = mount.Write("data", "content\n");
        var result = mount.Run("measure func=BPRM_CHECK\nmeasure func=MMAP_CHECK\nmeasure func=FILE_CHECK mask=MAY_READ\n", "$M/script; echo more >>$M/data; $M/script", "--record", Recording);
        Assert.Equal((0, string.Empty), (result.Exit, result.Output));

        var replayed = NativeBinary.Run("trace", "replay", Recording);
        Assert.Equal((0, string.Empty), (replayed.Exit, replayed.Error));
        using var prediction = JsonDocument.Parse(replayed.Output);
        Assert.Equal(File.ReadAllBytes(mount.Binary), prediction.RootElement.GetProperty("list_base64").GetBytesFromBase64());

        var policy = NativeBinary.Run("policy", "generate", "--from", Recording, "--include", "exec,mmap,read", "--kernel", "6.12");
        Assert.Equal((0, string.Empty), (policy.Exit, policy.Error));
        var shown = policy.Output.Replace(mount.Root, "/mnt", StringComparison.Ordinal);
        var uuid = shown.IndexOf("fsuuid=", StringComparison.Ordinal) + "fsuuid=".Length;
        Golden.Match("tests/Imara.Aot.Tests/Runs/generated.policy", shown.Replace(shown[uuid..(uuid + 36)], "UUID", StringComparison.Ordinal));
        Assert.Equal(0, Command.Run(NativeBinary.Path, ["policy", "check", "--strict", "--kernel", "6.12", "-"], System.Text.Encoding.UTF8.GetBytes(policy.Output)).Exit);
        Assert.Equal([$"{script}", $"{mount.Root}/shell", data], mount.Entries().Skip(1).Select(entry => entry.Name).Distinct());
    }

    [Fact]
    public void A_program_is_mapped_as_whom_it_becomes_in_the_run_and_in_its_replay()
    {
        File.Copy("/bin/true", $"{mount.Root}/program");
        Linux.Tests.Shell.Run($"chown 1234 {mount.Root}/program; chmod 4755 {mount.Root}/program; chmod 755 {mount.Root} {Path.GetDirectoryName(mount.Root)}");
        const string AsSomebody = "setpriv --reuid 1000 --regid 1000 --clear-groups $M/program";
        foreach (var (rule, isListed) in (ReadOnlySpan<(string, bool)>)[("euid=1234", true), ("euid=1000", false)])
        {
            var result = mount.Run($"measure func=MMAP_CHECK {rule}\n", AsSomebody, "--record", Recording);
            Assert.Equal((0, string.Empty), (result.Exit, result.Output));
            Assert.Equal(isListed ? [$"{mount.Root}/program"] : [], mount.Entries().Skip(1).Select(entry => entry.Name));
            using var prediction = JsonDocument.Parse(NativeBinary.Run("trace", "replay", Recording).Output);
            Assert.Equal(File.ReadAllBytes(mount.Binary), prediction.RootElement.GetProperty("list_base64").GetBytesFromBase64());
        }
    }

    [Fact]
    public void Another_kernel_can_be_asked_about_the_same_run()
    {
        mount.WriteProgram("script", "#!/bin/sh\n:\n");
        mount.Run("measure func=CREDS_CHECK\nmeasure func=BPRM_CHECK\n", "$M/script", "--record", Recording);
        var replayed = NativeBinary.Run("trace", "replay", Recording, "--kernel", "6.1", "--hash-algos", "sha256", "--lsm", "none");
        Assert.Equal((0, "imara: note: --lsm none takes the place of the security module that each scenario names\n"), (replayed.Exit, replayed.Error));
    }

    [Fact]
    public void Mode_off_records_and_measures_nothing()
    {
        mount.WriteProgram("script", "#!/bin/sh\n:\n");
        var policy = mount.WritePolicy(WatchedMount.Everything);
        var result = NativeBinary.Run("run", "--policy", policy, "--mode", "off", "--mount", mount.Root, "--record", Recording, "--", $"{mount.Root}/script");
        Assert.Equal((0, string.Empty), (result.Exit, result.Output));
        using var json = JsonDocument.Parse(File.ReadAllText(Recording));
        Assert.Equal(0, json.RootElement.GetProperty("policy").GetArrayLength());
        Assert.Equal("exec", json.RootElement.GetProperty("ops")[0].GetProperty("op").GetString());
    }

    [Fact]
    public void A_recording_that_has_no_place_is_125_and_the_command_does_not_run()
    {
        var result = mount.Run(WatchedMount.Everything, "touch $M/proof", "--record", mount.Folder + "/absent/run.jsonl");
        Assert.Equal(125, result.Exit);
        Assert.False(File.Exists(mount.Root + "/proof"));
    }

    [Fact]
    public void A_recording_that_a_full_disk_takes_no_more_of_is_125()
    {
        var result = mount.Run(WatchedMount.Everything, "cat $M/policy 2>/dev/null; true", "--record", "/dev/full");
        Assert.Equal(125, result.Exit);
        Assert.Contains("imara: /dev/full: ", result.Error);
    }

    [Theory]
    [InlineData("-")]
    [InlineData("binary")]
    public void A_recording_has_a_place_of_its_own(string name)
    {
        var result = mount.Run(WatchedMount.Everything, "true", "--record", name == "-" ? name : Path.Combine(mount.Folder, name));
        Assert.Equal(2, result.Exit);
    }
}
