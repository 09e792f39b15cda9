using System.Text;
using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>The policy verbs, as scripts use them.</summary>
public class PolicyTests
{
    private const string Folder = "tests/Imara.Aot.Tests/Policy";
    private const string Mixed = "# programs\nmeasure func=BPRM\n\tmeasure  func=PATH_CHECK template=d-ng|n-ng\nmeasure uid=0 euid=0\nmeasure fsmagic=10000000000000000\n";

    private const string Events =
        """
        {"func":"FILE_CHECK","mask":["MAY_READ"],"target":{"path":"/bin/ls","mode":"100755","fsmagic":"0xef53","fsname":"ext4"}}
        {"func":"FILE_CHECK","mask":["MAY_READ"],"creds":{"uid":1000,"euid":1000},"target":{"fsmagic":"0xef53"}}

        {"func":"FILE_CHECK","mask":["MAY_READ"],"target":{"fsmagic":"0x9fa0"}}
        {"func":"FILE_CHECK","color":"red"}
        {"func":"KEY_CHECK","keyring":".ima"}
        {"func":"POST_SETATTR","mask":["MAY_ACCESS"],"target":{"uid":0}}
        """;

    private const string Deciding =
        "dont_measure fsmagic=0x9fa0\nmeasure func=FILE_CHECK mask=^MAY_READ euid=0 pcr=11\nmeasure func=KEY_CHECK\nappraise fowner=0 func=BPRM_CHECK\naudit func=FILE_CHECK uid>999\n";

    [Theory]
    [InlineData("check.json", 1, "check --kernel 6.12 --format json -")]
    [InlineData("check.txt", 1, "check --kernel 6.12 -")]
    [InlineData("check-6.13.json", 1, "check --kernel 6.13 --lsm selinux --format json -")]
    public void A_refused_policy_is_reported_in_full(string golden, int exit, string arguments)
    {
        var result = Run(arguments, Mixed);
        Assert.Equal(exit, result.Exit);
        Assert.Contains("imara: standard input: 3 errors\n", result.Error);
        Golden.Match($"{Folder}/{golden}", result.Output);
    }

    [Theory]
    [InlineData("decide.jsonl", "json")]
    [InlineData("decide.txt", "text")]
    public void Each_event_is_decided_and_an_unreadable_one_ends_in_status_2(string golden, string format)
    {
        using var policy = new TemporaryFile(Deciding);
        var result = Run($"decide --profile 6.12-debian {policy.Path} --events - --format {format}", Events);
        Assert.Equal(2, result.Exit);
        Assert.Equal("imara: standard input:5: offset 21: an event has no member `color`\n", result.Error);
        Golden.Match($"{Folder}/{golden}", result.Output.Replace(policy.Path, "POLICY", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("explain.txt", "")]
    [InlineData("explain.json", "--format json")]
    [InlineData("explain-line.txt", "--line 4")]
    [InlineData("explain-line.json", "--line 2 --format json")]
    public void Rules_are_explained(string golden, string more)
    {
        var result = Run($"explain --kernel 7.3 {more} -", Deciding);
        Assert.Equal((0, string.Empty), (result.Exit, result.Error));
        Golden.Match($"{Folder}/{golden}", result.Output);
    }

    [Theory]
    [InlineData("explain-event.txt", "text")]
    [InlineData("explain-event.json", "json")]
    public void An_event_is_explained_rule_by_rule(string golden, string format)
    {
        var result = NativeBinaryWithInput(
            ["policy", "explain", "--kernel", "7.3", "--format", format, "--event", Events.Split('\n')[0], "-"], Deciding);
        Assert.Equal((0, string.Empty), (result.Exit, result.Error));
        Golden.Match($"{Folder}/{golden}", result.Output);
    }

    [Theory]
    [InlineData(0, "measure\n", "check --kernel 6.12 -")]
    [InlineData(0, "measure", "check --kernel 6.12 -")]
    [InlineData(1, "measure", "check --kernel 6.12 --strict -")]
    [InlineData(1, "measure", "check --kernel 6.12 --load path -")]
    [InlineData(1, "", "check --kernel 6.12 -")]
    [InlineData(1, "# x\n", "check --kernel 6.12 -")]
    [InlineData(1, "bogus\nmeasure\n", "canonical --kernel 6.12 -")]
    [InlineData(1, "bogus\n", "decide --kernel 6.12 - --events /dev/null")]
    [InlineData(1, "bogus\n", "explain --kernel 6.12 -")]
    [InlineData(1, "measure obj_type=x\n", "check --kernel 6.12 -")]
    [InlineData(0, "measure obj_type=x\n", "check --kernel 6.12 --lsm selinux -")]
    [InlineData(0, "measure obj_type=x\n", "check --kernel 6.12 --active custom -")]
    [InlineData(1, "appraise appraise_algos=sha512\n", "check --kernel 6.12 --hash-algos sha1,sha256 -")]
    [InlineData(0, "measure\n", "check -")]
    [InlineData(0, "", "builtin")]
    [InlineData(0, "", "builtin fail_securely --kernel 6.12")]
    [InlineData(2, "", "builtin nonsense")]
    [InlineData(2, "", "check")]
    [InlineData(2, "", "check --kernel 6.12 /nonexistent")]
    [InlineData(2, "", "check --kernel six -")]
    [InlineData(2, "", "check --profile 6.12-nothing -")]
    [InlineData(2, "", "check --profile 6.12-lab --kernel 6.12 -")]
    [InlineData(2, "", "check --config /dev/null -")]
    [InlineData(2, "", "check --kernel 6.12 --hash-algos sha-1 -")]
    [InlineData(2, "", "check --kernel 6.12 --lsm tomoyo -")]
    [InlineData(2, "", "check --kernel 6.12 --lsm smack --lsm-labels /dev/null -")]
    [InlineData(2, "", "decide --kernel 6.12 --format sarif -")]
    [InlineData(2, "measure\n", "decide --kernel 6.12 -")]
    [InlineData(2, "measure\n", "decide --kernel 6.12 - --events /nonexistent")]
    [InlineData(2, "measure\n", "check --kernel 6.12 - -")]
    [InlineData(2, "measure\n", "decide --kernel 6.12 - --events -")]
    [InlineData(2, "measure\n", "explain --kernel 6.12 --line 2 -")]
    [InlineData(2, "measure\n", "explain --kernel 6.12 --event {} -")]
    public void The_exit_status_says_what_happened(int expected, string input, string arguments)
    {
        var result = Run(arguments, input);
        Assert.Equal(expected, result.Exit);
        Assert.Equal(expected == 0, !result.Error.Split('\n').Any(line => line.StartsWith("imara: ", StringComparison.Ordinal) && !line.StartsWith("imara: note: ", StringComparison.Ordinal)));
        if (!arguments.StartsWith("check", StringComparison.Ordinal) || expected == 2)
        {
            Assert.Equal(expected == 0, result.Output.Length > 0 || arguments.Contains("fail_securely"));
        }
    }

    [Fact]
    public void The_canonical_form_is_raw_bytes_with_trailing_blanks()
    {
        using var policy = new TemporaryFile([.. " measure\tfunc=PATH_CHECK\n# c\nmeasure fsname="u8, 0xff, .. "\n"u8]);
        var result = Command.Run("sh", ["-c", "\"$0\" policy canonical --kernel 6.12 \"$1\" | od -An -v -tx1 | tr -d ' \\n'", NativeBinary.Path, policy.Path]);
        Assert.Equal(Convert.ToHexStringLower([.. "measure func=FILE_CHECK \nmeasure fsname="u8, 0xff, .. " \n"u8]), result.Output);
    }

    [Fact]
    public void Names_and_rules_that_are_not_UTF8_come_as_base64()
    {
        using var policy = new TemporaryFile([.. "measure fsname="u8, 0xff, .. "\n"u8]);
        using var json = JsonDocument.Parse(Run($"check --kernel 6.12 --format json {policy.Path}", string.Empty).Output);
        var canonical = json.RootElement.GetProperty("rules")[0].GetProperty("canonical").GetProperty("b64").GetBytesFromBase64();
        Assert.Equal((byte[])[.. "measure fsname="u8, 0xff, (byte)' '], canonical);
    }

    [Fact]
    public void Several_files_are_one_load()
    {
        using var first = new TemporaryFile("# nothing here\n");
        using var second = new TemporaryFile("measure\n");
        using var json = JsonDocument.Parse(Run($"check --kernel 6.12 --format json {first.Path} {second.Path}", string.Empty).Output);
        Assert.True(json.RootElement.GetProperty("accepted").GetBoolean());
        Assert.Equal(second.Path, Assert.Single(json.RootElement.GetProperty("rules").EnumerateArray()).GetProperty("file").GetString());
    }

    [Fact]
    public void A_file_of_garbage_does_not_flood_the_terminal()
    {
        var garbage = new byte[1 << 20];
        new Random(1).NextBytes(garbage);
        using var policy = new TemporaryFile(garbage);
        var result = Run($"check --kernel 6.12 {policy.Path}", string.Empty);
        Assert.Equal(1, result.Exit);
        Assert.InRange(result.Output.Length, 1000, 200_000);
        Assert.Contains("more; --verbose shows all", result.Output);
        Assert.DoesNotContain(result.Output, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void What_is_too_much_to_describe_is_counted_all_the_same()
    {
        var result = Run("check --kernel 6.12 -", string.Concat(Enumerable.Repeat("a\n", 100_002)));
        Assert.Equal(1, result.Exit);
        Assert.Contains("imara: standard input: 100000 errors, and 2 more that are too many to describe\n", result.Error);
    }

    [Fact]
    public void A_configuration_is_a_kernel()
    {
        using var config = new TemporaryFile("# Linux/x86 6.12.117 Kernel Configuration\nCONFIG_IMA=y\nCONFIG_CRYPTO_SHA256=y\nCONFIG_CRYPTO_SHA512=m\n");
        using var json = JsonDocument.Parse(Run($"check --lint off --config {config.Path} --format json -", "appraise appraise_algos=sha512\nmeasure func=KEY_CHECK\n").Output);
        Assert.Equal("6.12.117-config", json.RootElement.GetProperty("kernel").GetString());
        Assert.Equal([true, false], json.RootElement.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("accepted").GetBoolean()));
        Assert.Equal(["IMA0117", "IMA0404"], json.RootElement.GetProperty("diagnostics").EnumerateArray().Select(d => d.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("ima_tcb", "ima_tcb")]
    [InlineData("appraise_tcb", "ima_policy=appraise_tcb")]
    [InlineData("secure_boot", "ima_policy=secure_boot ima_appraise=log")]
    [InlineData("critical_data", "ima_policy=critical_data")]
    public void A_built_in_policy_is_what_the_kernel_read_back(string name, string boot)
    {
        var recorded = CorpusFiles.Lines("scenarios/scenarios.jsonl.gz")
            .Select(line => JsonDocument.Parse(line).RootElement)
            .First(scenario => scenario.GetProperty("kernel").GetString() == "6.12-lab" && scenario.GetProperty("name").GetString() == "builtin/" + boot);
        var lines = recorded.GetProperty("policy_readback").EnumerateArray().Select(line => line.GetString()!.TrimEnd() + "\n");
        Assert.Equal(string.Concat(lines), Run($"builtin {name} --profile 6.12-lab", string.Empty).Output);
    }

    [Fact]
    public void Cryptography_is_not_loaded_to_check_a_policy()
    {
        var result = Command.Run(NativeBinary.Path, ["policy", "check", "--kernel", "6.12", "-"], "appraise appraise_type=imasig\n"u8.ToArray(), ("LD_DEBUG", "libs"));
        Assert.Equal(0, result.Exit);
        Assert.DoesNotContain("libcrypto", result.Error);
    }

    private static CommandResult Run(string arguments, string input) => NativeBinaryWithInput(["policy", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], input);

    private static CommandResult NativeBinaryWithInput(string[] arguments, string input) => Command.Run(NativeBinary.Path, arguments, Encoding.UTF8.GetBytes(input));
}
