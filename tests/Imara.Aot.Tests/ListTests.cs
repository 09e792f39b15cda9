using System.IO.Compression;
using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>The list verbs on recorded lists, and the existing tool on the same.</summary>
public sealed class ListTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-list-").FullName;

    public static TheoryData<string> Recorded =>
        [.. Directory.GetDirectories(Repository.PathOf("tests/Corpus/lists")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_recorded_list_is_the_one_in_the_PCRs(string name)
    {
        using var recorded = JsonDocument.Parse(File.ReadAllBytes(Unpack(name, "pcrs.json")));
        var violations = recorded.RootElement.GetProperty("violations").GetInt64();
        foreach (var form in (string[])["binary", "ascii"])
        {
            var result = NativeBinary.Run("list", "verify", Unpack(name, form), "--pcrs", Unpack(name, "pcrs.json"), "--format", "json");
            using var json = JsonDocument.Parse(result.Output);
            var answer = json.RootElement;
            Assert.Equal(violations > 0 ? 1 : 0, result.Exit);
            Assert.Equal(violations > 0 ? "violations" : "proven", answer.GetProperty("verdict").GetString());
            Assert.Equal(1, answer.GetProperty("schema").GetInt32());
            Assert.Equal(recorded.RootElement.GetProperty("count").GetInt64(), answer.GetProperty("entries").GetInt64());
            foreach (var bank in recorded.RootElement.GetProperty("pcrs").EnumerateObject())
            {
                var pcr = answer.GetProperty("banks").GetProperty(bank.Name).GetProperty("pcrs").GetProperty("10");
                Assert.True(pcr.GetProperty("matches").GetBoolean());
                Assert.Equal(bank.Value.GetProperty("10").GetString(), pcr.GetProperty("value").GetString());
                Assert.Equal(bank.Value.GetProperty("10").GetString(), pcr.GetProperty("expected").GetString());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Shown_it_is_the_kernels_ascii_file(string name)
    {
        var result = NativeBinary.Run("list", "show", Unpack(name, "binary"));
        Assert.Equal(0, result.Exit);
        Assert.Equal(File.ReadAllText(Unpack(name, "ascii")), result.Output);
    }

    [Fact]
    public void Evmctl_and_imara_agree_on_a_list_and_on_the_same_list_altered()
    {
        var list = Unpack("busybox-tcb-ima-ng", "binary");
        string[] pcrs = ["--pcrs", "sha1," + WritePcrs("sha1"), "--pcrs", "sha256," + WritePcrs("sha256")];
        Assert.Equal(0, NativeBinary.Run(["list", "verify", list, .. pcrs]).Exit);
        Assert.Equal(0, Command.Run("evmctl", ["ima_measurement", .. pcrs, list]).Exit);

        var bytes = File.ReadAllBytes(list);
        bytes[^1] ^= 1;
        File.WriteAllBytes(list, bytes);
        Assert.Equal(1, NativeBinary.Run(["list", "verify", list, .. pcrs]).Exit);
        Assert.Equal(1, Command.Run("evmctl", ["ima_measurement", .. pcrs, list]).Exit);
    }

    [Fact]
    public void Without_values_to_compare_with_there_is_no_verdict()
    {
        var result = NativeBinary.Run("list", "verify", Unpack("busybox-tcb-ima-ng", "binary"), "--format", "json");
        Assert.Equal(2, result.Exit);
        Assert.Contains("\"verdict\":\"unchecked\"", result.Output);
        Assert.Contains("nothing to compare with", result.Error);
    }

    [Fact]
    public void A_bank_without_values_is_not_a_success() =>
        Assert.Equal(2, NativeBinary.Run("list", "verify", Unpack("busybox-tcb-ima-ng", "binary"), "--pcrs", "sha1," + WritePcrs("sha1"), "--bank", "sha256").Exit);

    [Fact]
    public void A_directory_as_in_sysfs_gives_the_values()
    {
        var bank = Directory.CreateDirectory(Path.Combine(folder, "tpm0", "pcr-sha256")).FullName;
        File.WriteAllText(Path.Combine(bank, "10"), Pcr("sha256", "10").ToUpperInvariant() + "\n");
        var list = Unpack("busybox-tcb-ima-ng", "binary");
        Assert.Equal(0, NativeBinary.Run("list", "verify", list, "--pcrs", Path.Combine(folder, "tpm0")).Exit);
        Assert.Equal(0, NativeBinary.Run("list", "verify", list, "--pcrs", bank).Exit);
        Assert.Equal(2, NativeBinary.Run("list", "verify", list, "--pcrs", folder).Exit);
    }

    [Fact]
    public void A_list_comes_from_standard_input_too()
    {
        var list = File.ReadAllBytes(Unpack("busybox-tcb-ima-ng", "binary"));
        var result = Command.Run(NativeBinary.Path, ["list", "verify", "-", "--pcrs", Unpack("busybox-tcb-ima-ng", "pcrs.json")], list);
        Assert.Equal(0, result.Exit);
    }

    [Theory]
    [InlineData(2, "absent")]
    [InlineData(2, "")]
    [InlineData(1, "truncated")]
    public void A_list_that_cannot_be_read_is_named(int expected, string kind)
    {
        var path = Path.Combine(folder, kind);
        if (kind == "truncated")
        {
            File.WriteAllBytes(path, File.ReadAllBytes(Unpack("busybox-tcb-ima-ng", "binary"))[..^1]);
        }

        foreach (var verb in (string[])["show", "verify"])
        {
            var result = NativeBinary.Run("list", verb, path);
            Assert.Equal(expected, result.Exit);
            Assert.Contains(path, result.Error);
        }
    }

    [Fact]
    public void Names_that_are_not_UTF_8_come_as_base64()
    {
        var entry = Convert.FromHexString("0a000000" + new string('0', 40) + "06000000" + "696d612d6e67");
        byte[] data = [26, 0, 0, 0, .. "sha1:\0"u8, .. new byte[20], 3, 0, 0, 0, 0xff, 0xfe, 0];
        var list = Path.Combine(folder, "list");
        File.WriteAllBytes(list, [.. entry, .. BitConverter.GetBytes(data.Length), .. data]);
        var result = NativeBinary.Run("list", "show", list, "--format", "json");
        Assert.Contains("\"name\":{\"b64\":\"//4=\"}", result.Output);
    }

    private string Unpack(string name, string file)
    {
        var path = Path.Combine(folder, file);
        using var packed = new GZipStream(File.OpenRead(Repository.PathOf($"tests/Corpus/lists/{name}/{file}.gz")), CompressionMode.Decompress);
        using var output = File.Create(path);
        packed.CopyTo(output);
        return path;
    }

    private string Pcr(string bank, string pcr)
    {
        using var recorded = JsonDocument.Parse(File.ReadAllBytes(Unpack("busybox-tcb-ima-ng", "pcrs.json")));
        return recorded.RootElement.GetProperty("pcrs").GetProperty(bank).GetProperty(pcr).GetString()!;
    }

    // evmctl wants every line from 00 up to the one that counts.
    private string WritePcrs(string bank)
    {
        var path = Path.Combine(folder, "pcrs." + bank);
        File.WriteAllLines(path, Enumerable.Range(0, 11).Select(pcr => $"PCR-{pcr:00}: {Pcr(bank, pcr.ToString())}"));
        return path;
    }
}
