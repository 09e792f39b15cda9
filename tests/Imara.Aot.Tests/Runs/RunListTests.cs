using Imara.Linux.Tests;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Runs;

/// <summary>The list that a run leaves, against other programs' hashes and replay.</summary>
public sealed class RunListTests : IDisposable
{
    private readonly WatchedMount mount = WatchedMount.Tmpfs();

    public void Dispose() => mount.Dispose();

    [Fact]
    public void The_list_holds_what_was_executed_and_read_in_order()
    {
        var (script, program, data) = WriteWorkload();
        var result = mount.Run(WatchedMount.Everything, "\"$M/script\"");

        Assert.Equal((0, "content\n"), (result.Exit, result.Output));
        Assert.Equal(
            ["boot_aggregate", script, program.Replace(' ', '_'), data],
            mount.Entries().Select(entry => entry.Name));
        Assert.Equal(
            [Sha256Sum(script), Sha256Sum(program), Sha256Sum(data)],
            mount.Entries().Skip(1).Select(entry => entry.Digest));
    }

    [Fact]
    public void Both_forms_of_the_list_say_the_same()
    {
        WriteWorkload();
        mount.Run(WatchedMount.Everything, "\"$M/script\"");
        Assert.Equal(File.ReadAllText(mount.Ascii), NativeBinary.Run("list", "show", mount.Binary).Output);
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    public void An_independent_replay_a_second_verifier_and_the_summary_agree_on_the_PCR(string bank)
    {
        WriteWorkload();
        var summary = mount.Run(WatchedMount.Everything, "\"$M/script\"").Error;
        var replayed = Command.Run("python3", [Repository.PathOf("eng/demo/replay"), mount.Binary, bank]).Output;
        var pcrs = Path.Combine(mount.Folder, "pcrs");
        File.WriteAllText(pcrs, replayed);

        var value = Assert.Single(replayed.Split('\n'), line => line.StartsWith("PCR-10: ", StringComparison.Ordinal))["PCR-10: ".Length..];
        Assert.Contains($"PCR 10 {bank} {value}\n", summary);
        Assert.Equal(0, NativeBinary.Run("list", "verify", mount.Binary, "--pcrs", $"{bank},{pcrs}").Exit);
        Assert.Equal(0, NativeBinary.Run("list", "verify", mount.Ascii, "--pcrs", $"{bank},{pcrs}").Exit);
        Assert.Equal(0, Command.Run("evmctl", ["ima_measurement", "--pcrs", $"{bank},{pcrs}", mount.Binary]).Exit);
    }

    [Fact]
    public void A_file_is_listed_again_only_when_it_has_changed()
    {
        var data = mount.Write("data", "one\n");
        var before = Sha256Sum(data);
        var result = mount.Run(WatchedMount.Everything, "cat $M/data; cat $M/data; echo two >>$M/data; cat $M/data; cat $M/data");

        Assert.Equal("one\none\none\ntwo\none\ntwo\n", result.Output);
        Assert.Equal([(data, before), (data, Sha256Sum(data))], mount.Entries().Skip(1).Select(entry => (entry.Name, entry.Digest)));
    }

    [Fact]
    public void Files_of_a_second_run_replace_those_of_the_first()
    {
        var first = mount.Write("first", "first");
        var second = mount.Write("second", "second");
        mount.Run(WatchedMount.Everything, "cat $M/first");
        Assert.Equal(first, mount.Entries()[^1].Name);
        mount.Run(WatchedMount.Everything, "cat $M/second");
        Assert.Equal(["boot_aggregate", second], mount.Entries().Select(entry => entry.Name));
        Assert.Equal(["ascii", "binary", "policy"], Directory.GetFiles(mount.Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_mount_the_file_systems_of_root_and_of_the_current_directory_are_watched()
    {
        // Others run programs and read files meanwhile: the rule asks for an owner that nobody else has.
        var data = mount.Write("data", "content\n");
        var policy = mount.WritePolicy("measure func=BPRM_CHECK mask=MAY_EXEC\nmeasure func=FILE_CHECK mask=MAY_READ fowner=471147\n");
        Shell.Run($"chown 471147 {data}");
        var result = Command.Run("env", ["-C", mount.Root, NativeBinary.Path, "run", "--policy", policy, "--ascii", mount.Ascii, "--", "cat", "data"]);

        Assert.Equal((0, "content\n"), (result.Exit, result.Output));
        var cat = Shell.Run("realpath \"$(command -v cat)\"");
        var entries = mount.Entries().Select(entry => (entry.Name, entry.Digest)).ToList();
        Assert.Contains((cat, Sha256Sum(cat)), entries);
        Assert.Contains((data, Sha256Sum(data)), entries);
    }

    private (string Script, string Program, string Data) WriteWorkload()
    {
        var program = Path.Combine(mount.Root, "a program");
        File.Copy("/bin/cat", program);
        return (mount.WriteProgram("script", "#!/bin/sh\n\"$M/a program\" \"$M/data\"\n"), program, mount.Write("data", "content\n"));
    }

    private static string Sha256Sum(string path) => "sha256:" + Shell.Run($"sha256sum <'{path}'").Split(' ')[0];
}
