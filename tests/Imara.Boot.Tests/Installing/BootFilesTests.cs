using System.Text;
using Imara.Boot.Installing;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Installing;

public sealed class BootFilesTests
{
    private const string Approved = "tests/Imara.Boot.Tests/Installing/Approved";

    public static TheoryData<InitSystem, bool, string?> Variants => new(
        from system in Enum.GetValues<InitSystem>()
        from isRequired in (bool[])[false, true]
        from policy in (string?[])[null, "/etc/imara/policy"]
        select (system, isRequired, policy));

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_files_are_the_approved_ones(InitSystem system, bool isRequired, string? policy)
    {
        var text = new StringBuilder();
        foreach (var file in Files(system, isRequired, policy))
        {
            text.Append(file.IsLink ? $"==> {file.Path} -> {file.Text}\n" : $"==> {file.Path} {Convert.ToString(file.Mode, 8)}\n{file.Text}");
        }

        Golden.Match($"{Approved}/{system.ToString().ToLowerInvariant()}{(isRequired ? "-require" : "")}{(policy is null ? "" : "-policy")}.txt", text.ToString());
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Scripts_are_shell(InitSystem system, bool isRequired, string? policy)
    {
        foreach (var file in Files(system, isRequired, policy).Where(file => file.Text.StartsWith("#!", StringComparison.Ordinal)))
        {
            var shell = file.Text.StartsWith("#!/bin/bash\n", StringComparison.Ordinal) ? "bash" : "sh";
            var result = Command.Run(shell, ["-n"], Encoding.UTF8.GetBytes(file.Text));
            Assert.Equal((0, string.Empty), (result.Exit, result.Error));
            Assert.All(file.Text.Split('\n'), line => Assert.False(line.EndsWith(' '), line));
        }
    }

    [Theory]
    [InlineData(false, 0, "loaded")]
    [InlineData(false, 1, "warned: imara: the IMA policy was not loaded")]
    [InlineData(true, 1, "died: imara: the IMA policy is required and was not loaded")]
    [InlineData(true, 2, "died: imara: the IMA policy is required and was not loaded")]
    public void The_hook_of_dracut_does_what_the_exit_status_asks_for(bool isRequired, int exit, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("imara-hook-").FullName;
        try
        {
            var program = folder + "/imara";
            File.WriteAllText(program, $"#!/bin/sh\necho \"$*\" >{folder}/arguments\nexit {exit}\n");
            File.SetUnixFileMode(program, (UnixFileMode)0x1C0);
            var hook = BootFiles.Of(new InstallRequest(InitSystem.Dracut, program) { IsRequired = isRequired })[0].Text;
            var script = $"mount() {{ :; }}; warn() {{ echo \"warned: $*\"; }}; die() {{ echo \"died: $*\"; exit 1; }}; NEWROOT=/sysroot\n{hook}\n[ {exit} = 0 ] && echo loaded; true";
            Assert.Equal(expected + "\n", Command.Run("sh", ["-c", script]).Output);
            Assert.Equal($"boot load --kmsg {(isRequired ? "--require " : "")}--root /sysroot\n", File.ReadAllText(folder + "/arguments"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("/usr/bin/imara", true)]
    [InlineData("/etc/imara/site+1_a-b.policy", true)]
    [InlineData("etc/policy", false)]
    [InlineData("/etc/my policy", false)]
    [InlineData("/etc/$(reboot)", false)]
    [InlineData("/etc/%n", false)]
    [InlineData("/etc/a\n", false)]
    public void What_a_script_would_read_otherwise_is_no_path_for_it(string path, bool expected) => Assert.Equal(expected, InstallRequest.IsPlain(path));

    private static IReadOnlyList<PlannedFile> Files(InitSystem system, bool isRequired, string? policy) =>
        BootFiles.Of(new InstallRequest(system, "/usr/bin/imara") { IsRequired = isRequired, Policy = policy });
}
