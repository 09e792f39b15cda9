using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara policy simulate` on a small tree, as scripts use it.</summary>
public sealed partial class SimulateTests : IDisposable
{
    private const string Folder = "tests/Imara.Aot.Tests/Policy";
    private const string Policy = "dont_measure fowner=7\ndont_appraise fowner=7\nmeasure func=BPRM_CHECK\nmeasure func=FILE_CHECK mask=MAY_READ pcr=11 template=ima-sig\nappraise\n";

    private static readonly string[] Usual = ["--kernel", "6.12", "--subject", "0", "--subject", "1000", "--hash-rate", "1", "--top", "2"];

    private readonly LabelledTree tree = new();

    public void Dispose() => tree.Dispose();

    [Theory]
    [InlineData("simulate.txt", 2)]
    [InlineData("simulate.json", 2, "--format", "json")]
    [InlineData("simulate-hash.json", 1, "--hash", "--no-verify", "--format", "json")]
    [InlineData("simulate-fix.txt", 0, "--hash", "--mode", "fix")]
    [InlineData("simulate-off.txt", 0, "--mode", "off", "--top", "0")]
    public void What_would_happen_is_told(string golden, int exit, params string[] more)
    {
        var top = more.Contains("--top") ? Usual[..^2] : Usual;
        var result = Run([.. top, .. more]);
        Assert.Equal(exit, result.Exit);
        Golden.Match($"{Folder}/{golden}", Plain(result.Output));
    }

    [Fact]
    public void Denied_files_and_what_is_unchecked_are_named_on_standard_error()
    {
        Golden.Match($"{Folder}/simulate.err", Plain(Run(Usual).Error));
        Assert.Equal(0, Run([.. Usual, "--mode", "log"]).Exit);
    }

    [Theory]
    [InlineData("simulate-denied.tsv", "txt")]
    [InlineData("simulate-denied.jsonl", "jsonl")]
    public void The_deny_list_has_a_line_for_each_access(string golden, string extension)
    {
        var list = Path.Combine(Path.GetTempPath(), $"imara-deny-{Guid.NewGuid():N}.{extension}");
        var result = Run([.. Usual, "--jobs", "1", "--quiet", "--deny-list", list]);
        Assert.Equal((2, false), (result.Exit, result.Error.Contains("error", StringComparison.Ordinal)));
        var lines = File.ReadAllLines(list).Select(line => Plain(line).Replace("\"schema\":1,", string.Empty, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        File.Delete(list);
        Golden.Match($"{Folder}/{golden}", string.Join('\n', lines) + "\n");
        Assert.Empty(Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(list) + "*"));
    }

    [Fact]
    public void A_deny_list_that_is_a_link_or_a_device_stays_one()
    {
        using var target = new TemporaryFile(string.Empty);
        var link = target.Path + ".link";
        File.CreateSymbolicLink(link, target.Path);
        try
        {
            Run([.. Usual, "--quiet", "--deny-list", link]);
            Assert.Equal(target.Path, new FileInfo(link).LinkTarget);
            Assert.NotEqual(0, new FileInfo(target.Path).Length);
        }
        finally
        {
            File.Delete(link);
        }

        var device = tree.Root + ".null";
        LabelledTree.Shell($"mknod {device} c 1 3");
        try
        {
            Run([.. Usual, "--quiet", "--deny-list", device]);
            LabelledTree.Shell($"test -c {device}");
        }
        finally
        {
            File.Delete(device);
        }
    }

    [Fact]
    public void A_directory_that_cannot_be_read_makes_the_answer_incomplete()
    {
        LabelledTree.Shell($"chown 1000:1000 {tree.Root}/closed");
        var result = Command.Run(
            "setpriv",
            ["--bounding-set=-dac_override,-dac_read_search", NativeBinary.Path, "policy", "simulate", "-", "--root", tree.Root, "--mode", "log", .. Usual],
            Encoding.UTF8.GetBytes(Policy));
        Assert.Equal(2, result.Exit);
        Assert.Contains($"imara: {tree.Root}/closed: cannot be read: EACCES\n", result.Error);
        Assert.Contains("the answer is incomplete: 1 item not read", result.Error);
    }

    [Fact]
    public void What_runs_is_told_and_whether_the_machine_is_locked_out()
    {
        using var strict = new TemporaryFile("appraise func=BPRM_CHECK appraise_type=imasig\n");
        var result = NativeBinary.Run("policy", "simulate", strict.Path, "--kernel", "6.12", "--root", tree.Root, "--running", "--format", "json", "--no-verify");
        using var json = JsonDocument.Parse(result.Output);
        var running = json.RootElement.GetProperty("running");
        var failing = running.GetProperty("failing").EnumerateArray().ToArray();
        Assert.NotEmpty(failing);
        Assert.Equal(failing.Any(item => item.GetProperty("process").GetInt32() == 1), running.GetProperty("locks_out").GetBoolean());
        Assert.All(failing, item => Assert.Equal(("program", "IMA-signature-required"), (item.GetProperty("role").GetString(), item.GetProperty("cause").GetString())));
    }

    [Theory]
    [InlineData("--root", "/nonexistent")]
    [InlineData("--root", "/dev/null")]
    [InlineData("--subject", "nobody")]
    [InlineData("--subject", "1:2x")]
    [InlineData("--cert", "/nonexistent")]
    [InlineData("--cert", "/etc/passwd")]
    [InlineData("--jobs", "0")]
    [InlineData("--mode", "strict")]
    [InlineData("--deny-list", "/nonexistent/list")]
    public void What_cannot_be_done_ends_in_status_2_without_an_answer(string option, string value)
    {
        var result = Run(["--kernel", "6.12", option, value]);
        Assert.Equal((2, string.Empty), (result.Exit, result.Output));
        Assert.StartsWith("imara: ", result.Error);
    }

    [Fact]
    public void A_policy_that_asks_for_labels_of_subjects_needs_them()
    {
        using var labels = new TemporaryFile("measure subj_type=init_t func=BPRM_CHECK\n");
        string[] common = ["policy", "simulate", labels.Path, "--kernel", "6.12", "--lsm", "selinux", "--root", tree.Root, "--quiet"];
        Assert.Equal(2, NativeBinary.Run([.. common, "--subject", "0"]).Exit);
        var labelled = NativeBinary.Run([.. common, "--subject", "0:0:system_u:system_r:init_t:s0", "--format", "json"]);
        Assert.Equal(0, labelled.Exit);
        using var json = JsonDocument.Parse(labelled.Output);
        Assert.Equal(2, json.RootElement.GetProperty("measured").GetProperty("files").GetInt32());
    }

    private CommandResult Run(params string[] more) =>
        Command.Run(NativeBinary.Path, ["policy", "simulate", "-", "--root", tree.Root, .. more], Encoding.UTF8.GetBytes(Policy));

    // Also where the path of the tree is part of bytes that are not UTF-8.
    private string Plain(string text) => EncodedBytes()
        .Replace(text, found => Encoding.Latin1.GetString(Convert.FromBase64String(found.Value)))
        .Replace(tree.Root, "ROOT", StringComparison.Ordinal);

    [GeneratedRegex("(?<=\"b64\":\")[^\"]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EncodedBytes();
}
