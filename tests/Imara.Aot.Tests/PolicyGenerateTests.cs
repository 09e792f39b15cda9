using Imara.Linux.Tests;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>policy generate on recordings of kernels and on trees, as scripts use it.</summary>
public sealed class PolicyGenerateTests : IDisposable
{
    private const string Folder = "tests/Imara.Aot.Tests/Policy";

    // A script, its interpreter, a library and a file that is only read, on two file systems; /proc besides.
    private const string Scenario =
        """
        {"id":"s","kernel":"6.12","boot":"","actors":{"0":{"uid":0},"1":{"uid":1000}},"ops":[
        {"n":0,"phase":"work","actor":0,"op":"exec","args":["/opt/tool","script"],"target":{"path":"/opt/tool","inode":1,"mode":"100755","fsmagic":"0xef53","fsname":"ext4","fsuuid":"8bcbe394-4f13-4144-be8e-5aa9ea2ce2f6","xattrs":{"security.ima":"030204aabbccdd"}}},
        {"n":1,"phase":"work","actor":0,"op":"exec","args":["/bin/sh","elf"],"target":{"path":"/bin/sh","inode":2,"mode":"100755","fsmagic":"0xef53","fsname":"ext4","fsuuid":"8bcbe394-4f13-4144-be8e-5aa9ea2ce2f6","xattrs":{"security.ima":"030204aabbccdd"}}},
        {"n":2,"phase":"work","actor":0,"op":"exec","args":["/lib/ld.so","loader"],"target":{"path":"/lib/ld.so","inode":3,"mode":"100755","fsmagic":"0xef53","fsname":"ext4","fsuuid":"8bcbe394-4f13-4144-be8e-5aa9ea2ce2f6","xattrs":{"security.ima":"0404aabb"}}},
        {"n":3,"phase":"work","actor":1,"op":"exec","args":["/srv/my%20tool","elf"],"target":{"path":"/srv/my%20tool","inode":4,"uid":1000,"mode":"100755","fsmagic":"0x58465342","fsname":"xfs","fsuuid":"6b5b3d5e-8f2c-4b0a-9d1e-0123456789ab"}},
        {"n":4,"phase":"work","actor":0,"op":"cat","args":["/proc/mounts"],"target":{"path":"/proc/mounts","inode":5,"mode":"100444","fsmagic":"0x9fa0","fsname":"proc","fsuuid":"00000000-0000-0000-0000-000000000000"}},
        {"n":5,"phase":"work","actor":0,"op":"cat","args":["/etc/fstab"],"target":{"path":"/etc/fstab","inode":6,"mode":"100644","fsmagic":"0xef53","fsname":"ext4","fsuuid":"8bcbe394-4f13-4144-be8e-5aa9ea2ce2f6"}}]}
        """;

    private readonly TemporaryFile recording = new(Scenario.ReplaceLineEndings(string.Empty) + "\n");

    public void Dispose() => recording.Dispose();

    [Theory]
    [InlineData("generate.txt", "--kernel 6.12")]
    [InlineData("generate-read.txt", "--kernel 5.4 --include exec,mmap --include read")]
    [InlineData("generate-appraise.txt", "--profile 6.12-debian --class appraise")]
    [InlineData("generate.json", "--kernel 6.12 --format json --include exec,mmap,read")]
    [InlineData("generate-appraise.json", "--kernel 7.3 --class appraise --format json")]
    public void A_recording_becomes_a_policy(string golden, string arguments)
    {
        var result = Generate(["--from", recording.Path, .. arguments.Split(' ')]);
        Assert.Equal((0, string.Empty), (result.Exit, result.Error));
        Golden.Match($"{Folder}/{golden}", result.Output);
    }

    [Theory]
    [InlineData(1, "--include firmware")]
    [InlineData(2, "--include everything")]
    [InlineData(2, "--class audit")]
    [InlineData(2, "--from /nonexistent")]
    [InlineData(2, "--root /nonexistent")]
    [InlineData(2, "--output /nonexistent/policy")]
    [InlineData(2, "--kernel six")]
    public void The_exit_status_says_what_happened(int expected, string arguments)
    {
        var result = Generate(["--from", recording.Path, .. arguments.StartsWith("--kernel", StringComparison.Ordinal) ? [] : (string[])["--kernel", "6.12"], .. arguments.Split(' ')]);
        Assert.Equal((expected, string.Empty), (result.Exit, result.Output));
        Assert.NotEmpty(result.Error);
    }

    [Fact]
    public void Without_anything_to_look_at_it_is_2() => Assert.Equal(2, Generate(["--kernel", "6.12"]).Exit);

    [Fact]
    public void A_recording_that_cannot_be_read_gives_no_policy()
    {
        using var broken = new TemporaryFile(Scenario.ReplaceLineEndings(string.Empty) + "\nnonsense\n");
        var result = Generate(["--from", broken.Path, "--kernel", "6.12"]);
        Assert.Equal((2, string.Empty), (result.Exit, result.Output));
        Assert.StartsWith($"imara: {broken.Path}:2: ", result.Error);
    }

    [Fact]
    public void A_tree_is_taken_for_what_its_files_are()
    {
        var root = Directory.CreateTempSubdirectory("imara-tree-").FullName;
        try
        {
            Directory.CreateDirectory(root + "/lib/firmware");
            File.Copy("/bin/true", root + "/program");
            File.WriteAllText(root + "/script", "#!/bin/sh\n");
            File.WriteAllText(root + "/text", "text");
            File.WriteAllText(root + "/lib/firmware/blob.bin", "blob");
            Directory.CreateDirectory(root + "/lib/modules");
            File.WriteAllText(root + "/lib/modules/mod.ko.xz", "module");
            Shell.Run($"chmod 755 {root}/script {root}/text; ln -s /nowhere {root}/link; mkfifo {root}/pipe");
            var output = root + ".policy";
            var result = Generate(["--root", root, "--kernel", "6.12", "--output", output]);
            Assert.Equal(new CommandResult(0, string.Empty, string.Empty), result);
            var lines = File.ReadAllLines(output).Where(line => line.Length > 0 && line[0] != '#');
            Assert.Equal(["measure func=BPRM_CHECK mask=MAY_EXEC", "measure func=MMAP_CHECK mask=MAY_EXEC", "measure func=MODULE_CHECK", "measure func=FIRMWARE_CHECK"], lines);
            Assert.Contains($"# measures executed programs: 2 accesses to 2 files, such as {root}/program, {root}/script", File.ReadAllText(output));
            File.Delete(output);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static CommandResult Generate(string[] arguments) => NativeBinary.Run(["policy", "generate", .. arguments]);
}
