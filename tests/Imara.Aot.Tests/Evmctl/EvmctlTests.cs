using System.IO.Compression;
using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Evmctl;

/// <summary>The binary under the name `evmctl`: what it says about itself, and what it says about lists.</summary>
public sealed class EvmctlTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-evmctl-").FullName;
    private readonly string evmctl;

    public EvmctlTests()
    {
        evmctl = Path.Combine(folder, "evmctl");
        File.CreateSymbolicLink(evmctl, NativeBinary.Path);
    }

    [Fact]
    public void The_name_decides()
    {
        Assert.Equal("evmctl 1.6.2\n", Run("--version").Output);
        Assert.StartsWith("imara ", Run("--version").Error);
        Assert.StartsWith("imara ", NativeBinary.Run("--version").Output);
        Assert.StartsWith("evmctl ", Command.Run("/bin/bash", ["-c", "exec -a evmctl \"$0\" --version", NativeBinary.Path]).Output);
        Assert.StartsWith("imara ", Command.Run("/bin/bash", ["-c", "exec -a evmctl2 \"$0\" --version", NativeBinary.Path]).Output);
    }

    [Fact]
    public void The_help_is_approved() => Golden.Match("tests/Imara.Aot.Tests/Evmctl/help.txt", Run("--help").Output);

    [Fact]
    public void Without_a_command_or_among_others_help_is_the_answer()
    {
        var help = Run("--help").Output;
        foreach (var line in new[] { "", "-h", "help", "-v", "ima_sign file --help", "-h --bogus" })
        {
            var result = Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            Assert.Equal((0, help, ""), (result.Exit, result.Output, result.Error));
        }

        Assert.Equal(1, Run("--bogus", "-h").Exit);
    }

    [Theory]
    [InlineData("import")]
    [InlineData("convert")]
    [InlineData("sign")]
    [InlineData("verify")]
    [InlineData("ima_sign")]
    [InlineData("ima_verify")]
    [InlineData("ima_setxattr")]
    [InlineData("ima_hash")]
    [InlineData("ima_measurement")]
    [InlineData("ima_boot_aggregate")]
    [InlineData("ima_fix")]
    [InlineData("ima_clear")]
    [InlineData("sign_hash")]
    [InlineData("hmac")]
    public void Each_command_has_help_of_two_lines(string command)
    {
        var result = Run("help", command);
        Assert.Equal(0, result.Exit);
        Assert.StartsWith("usage: " + command, result.Output);
        Assert.Equal(2, result.Output.Count(c => c == '\n'));
    }

    [Fact]
    public void Output_that_cannot_be_written_is_a_failure() =>
        Assert.Equal(125, Command.Run("sh", ["-c", "\"$0\" --help >/dev/full", evmctl]).Exit);

    [Theory]
    [InlineData("--pcrs sha1,{0}/pcrs.sha1 --pcrs sha256,{0}/pcrs.sha256 {0}/list", 0)]
    [InlineData("--pcrs {0}/pcrs.sha1 {0}/list", 0)]
    [InlineData("--verify-bank sha256 --pcrs sha1,{0}/wrong --pcrs sha256,{0}/pcrs.sha256 {0}/list", 0)]
    [InlineData("--pcrs sha256,{0}/pcrs.sha256 {0}/altered", 1)]
    [InlineData("--pcrs sha1,{0}/wrong --pcrs sha256,{0}/pcrs.sha256 {0}/list", 1)]
    [InlineData("--pcrs sha256,{0}/pcrs.sha256 --hwtpm {0}/list", 125)]
    [InlineData("--pcrs sha512,{0}/pcrs.sha256 {0}/list", 125)]
    [InlineData("--pcrs sha256,{0}/absent {0}/list", 125)]
    [InlineData("--pcrs sha256,{0}/pcrs.sha256 {0}/absent", 125)]
    public void A_list_is_matched_by_every_bank_or_it_is_not(string line, int exit)
    {
        WriteList();
        var result = Run(["ima_measurement", .. string.Format(line, folder).Split(' ')]);
        Assert.Equal(exit, result.Exit);
        Assert.Equal(exit == 0, result.Error.Contains("Matched per TPM bank calculated digest(s)."));
    }

    [Theory]
    [InlineData("-v ima_measurement --pcrs sha1,{0}/pcrs.sha1 --pcrs sha256,{0}/pcrs.sha256 {0}/list")]
    [InlineData("-vv ima_measurement --pcrs sha256,{0}/pcrs.sha256 {0}/list")]
    public void The_lines_that_scripts_look_for_are_evmctls(string line)
    {
        WriteList();
        var arguments = string.Format(line, folder).Split(' ');
        var theirs = Lines(Command.Run("/usr/bin/evmctl", arguments).Error);
        var count = 3 * arguments.Count(argument => argument == "--pcrs");
        Assert.Equal(theirs.TakeLast(count), Lines(Run(arguments).Error));
        Assert.Equal(count, theirs.TakeLast(count).Count());

        static string[] Lines(string text) => [.. text.Split('\n').Where(line => line.Contains("PCRAgg  10") || line.Contains("TPM PCR-10") || line.Contains("succeed"))];
    }

    [Fact]
    public void A_list_that_goes_on_behind_the_PCRs_is_matched_as_evmctl_does_and_the_rest_is_told()
    {
        WriteList();
        string[] line = ["ima_measurement", "--pcrs", $"sha256,{folder}/pcrs.sha256", folder + "/longer"];
        File.WriteAllBytes(folder + "/longer", [.. File.ReadAllBytes(folder + "/list"), .. SecondEntry()]);
        Assert.Equal(0, Command.Run("/usr/bin/evmctl", line).Exit);
        var ours = Run(line);
        Assert.Equal(0, ours.Exit);
        Assert.Contains("1 of 307 entries are not in the PCRs", ours.Error);
    }

    [Fact]
    public void The_boot_aggregate_is_that_of_evmctl()
    {
        WriteList();
        string[] line = ["ima_boot_aggregate", "--pcrs", "sha1," + folder + "/pcrs.sha1", "--pcrs", "sha256," + folder + "/pcrs.sha256"];
        var theirs = Command.Run("/usr/bin/evmctl", line);
        Assert.Equal((0, theirs.Output), (Run(line).Exit, Run(line).Output));
        File.WriteAllLines(folder + "/few", File.ReadLines(folder + "/pcrs.sha256").Take(9));
        var few = Run("ima_boot_aggregate", "--pcrs", folder + "/few");
        Assert.Equal((125, "evmctl: bank sha256: no value for PCR 9\n"), (few.Exit, few.Error));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private CommandResult Run(params string[] arguments) => Command.Run(evmctl, arguments);

    private void WriteList()
    {
        const string Name = "busybox-tcb-ima-ng";
        var list = Unpack(Name, "binary");
        File.WriteAllBytes(folder + "/list", list);
        list[^1] ^= 1;
        File.WriteAllBytes(folder + "/altered", list);
        using var recorded = JsonDocument.Parse(Unpack(Name, "pcrs.json"));
        foreach (var bank in new[] { "sha1", "sha256" })
        {
            var values = recorded.RootElement.GetProperty("pcrs").GetProperty(bank);
            File.WriteAllLines($"{folder}/pcrs.{bank}", Enumerable.Range(0, 11).Select(pcr => $"PCR-{pcr:00}: {values.GetProperty(pcr.ToString()).GetString()}"));
        }

        File.WriteAllLines(folder + "/wrong", [.. File.ReadLines(folder + "/pcrs.sha1").Take(10), "PCR-10: " + new string('0', 40)]);
    }

    private byte[] SecondEntry()
    {
        var list = File.ReadAllBytes(folder + "/list");
        var first = LengthOf(list, 0);
        return list[first..(first + LengthOf(list, first))];

        static int LengthOf(byte[] list, int at)
        {
            var name = BitConverter.ToInt32(list, at + 24);
            return 28 + name + 4 + BitConverter.ToInt32(list, at + 28 + name);
        }
    }

    private static byte[] Unpack(string name, string file)
    {
        using var packed = new GZipStream(File.OpenRead(Repository.PathOf($"tests/Corpus/lists/{name}/{file}.gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }
}
