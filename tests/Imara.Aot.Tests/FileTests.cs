using System.Diagnostics;
using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara file` on real files, as scripts use it.</summary>
public sealed class FileTests : IDisposable
{
    private const string Folder = "tests/Imara.Aot.Tests/Files";

    private readonly LabelledTree tree = new();
    private readonly string keys = Directory.CreateTempSubdirectory("imara-file-keys-").FullName;

    public FileTests()
    {
        foreach (var name in (string[])["ours", "other"])
        {
            var made = NativeBinary.Run("key", "generate", "--leaf", "--type", "p256", "--subject", $"CN={name}", "--out-key", $"{keys}/{name}.key", "--out-cert", $"{keys}/{name}.der");
            Assert.True(made.Exit == 0, made.Error);
        }
    }

    public void Dispose()
    {
        tree.Dispose();
        Directory.Delete(keys, recursive: true);
    }

    // By name, because the order in which ext4 gives names differs from one file system to the next.
    [Theory]
    [InlineData("show.txt", 0, "show")]
    [InlineData("show.json", 0, "show", "--format", "json")]
    [InlineData("hash.txt", 0, "hash", "--verbose")]
    [InlineData("hash.json", 0, "hash", "--format", "json")]
    [InlineData("hash-dry.txt", 0, "hash", "--dry-run", "--verbose", "--fowner", "7")]
    [InlineData("verify.json", 2, "verify", "--kernel", "6.12", "--format", "json")]
    [InlineData("fix.txt", 2, "fix", "--kernel", "6.12", "--verbose")]
    [InlineData("clear.json", 0, "clear", "--format", "json")]
    public void What_is_done_is_told(string golden, int exit, string verb, params string[] more)
    {
        const string Names = "log empty bin/tool bin/second-name lib/libx.so.1 etc/conf etc/signed closed/secret \"$(printf 'line\\nfeed\\t')\" \"$(printf 'bad\\377name')\"";
        var result = Command.Run("bash", ["-c", $"cd {tree.Root} && {NativeBinary.Path} file {verb} {string.Join(' ', more)} {Names}"]);
        Golden.Match($"{Folder}/{golden}", result.Output);
        Golden.Match($"{Folder}/{golden}.err", result.Error);
        Assert.Equal(exit, result.Exit);
    }

    [Fact]
    public void What_is_signed_is_verified_with_the_certificate_and_with_no_other()
    {
        Assert.Equal(0, Sign("-r", tree.Root, "--force").Exit);
        Assert.Equal(0, Verify("ours", "-r", tree.Root).Exit);
        var other = Verify("other", "-r", tree.Root);
        Assert.Equal(1, other.Exit);
        Assert.All(other.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(": invalid-signature: key [0-9a-f]{8} is none of the given \\([0-9a-f]{8}\\)$", line));
        var none = NativeBinary.Run("file", "verify", "--kernel", "6.12", "-r", tree.Root);
        Assert.Equal(2, none.Exit);
        Assert.Contains("not checked: no-key-given", none.Error);
    }

    [Fact]
    public void A_signature_of_another_key_is_no_reason_to_leave_a_file_alone()
    {
        Assert.Equal(0, NativeBinary.Run("file", "sign", "--key", $"{keys}/other.key", $"{tree.Root}/log").Exit);
        Assert.Contains("1 written", Sign($"{tree.Root}/log").Output);
        Assert.Contains("1 unchanged", Sign($"{tree.Root}/log").Output);
    }

    [Fact]
    public void A_key_that_cannot_be_used_is_said_and_nothing_is_signed()
    {
        File.WriteAllText($"{keys}/empty", "");
        File.WriteAllText($"{keys}/password", "wrong\n");
        Assert.Equal(0, Command.Run("openssl", ["pkcs8", "-topk8", "-in", $"{keys}/ours.key", "-out", $"{keys}/encrypted.key", "-passout", "pass:right"]).Exit);
        (string[] Arguments, string Says)[] cases =
        [
            (["--key", $"{keys}/nothing"], "no such file"),
            (["--key", $"{keys}/empty"], "key"),
            (["--key", $"{keys}/ours.der"], "key"),
            (["--key", $"{keys}/encrypted.key"], "password"),
            (["--key", $"{keys}/encrypted.key", "--password-file", $"{keys}/password"], "password"),
            (["--key", $"{keys}/ours.key", "--cert", $"{keys}/other.der"], "not that of the private key"),
            (["--key", $"{keys}/ours.key", "--keyid", "xyz"], "--keyid"),
            (["--key", $"{keys}/ours.key", "--signature-version", "1"], "RSA"),
            (["--key", $"{keys}/ours.key", "--portable", "--bound"], "only one"),
            (["--key", $"{keys}/ours.key", "--imahash"], "nothing is signed"),
            (["--key", $"{keys}/ours.key", "--algo", "md5"], "broken"),
            (["--key", $"{keys}/ours.key", "--verity", "--from-policy", "/dev/null"], "--from-policy decides"),
            ([], "--key"),
        ];
        foreach (var (arguments, says) in cases)
        {
            var result = NativeBinary.Run(["file", "sign", .. arguments, $"{tree.Root}/log"]);
            Assert.Equal(2, result.Exit);
            Assert.Contains(says, result.Error);
        }

        Assert.Contains("none", NativeBinary.Run("file", "show", $"{tree.Root}/log").Output);
    }

    [Fact]
    public void Digests_are_signed_without_the_files()
    {
        var lines = Command.Run("sh", ["-c", $"cd {tree.Root} && sha256sum log bin/tool | {NativeBinary.Path} file sign --digest --key {keys}/ours.key && echo nonsense | {NativeBinary.Path} file sign --digest --key {keys}/ours.key; echo $?"]);
        var signed = lines.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, signed.Length);
        Assert.Equal("2", signed[2]);
        Assert.Contains("<stdin>:1", lines.Error);
        foreach (var line in signed[..2])
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            LabelledTree.Shell($"setfattr -n security.ima -v 0x{words[2]} {tree.Root}/{words[1]}");
            Assert.Equal(0, Verify("ours", $"{tree.Root}/{words[1]}").Exit);
        }
    }

    [Fact]
    public void A_signer_that_is_killed_leaves_every_file_old_or_new_and_a_second_run_completes()
    {
        LabelledTree.Shell($"mkdir {tree.Root}/many; cd {tree.Root}/many; for i in $(seq 3000); do echo $i > f$i; done");
        Assert.Equal(0, NativeBinary.Run("file", "hash", "-r", $"{tree.Root}/many").Exit);
        var labels = Labels();
        using (var signer = Process.Start(NativeBinary.Path, ["file", "sign", "--key", $"{keys}/ours.key", "-r", $"{tree.Root}/many"]))
        {
            Thread.Sleep(25);
            signer.Kill();
            signer.WaitForExit();
        }

        var afterwards = Labels();
        var verified = Verify("ours", "-r", $"{tree.Root}/many");
        Assert.Equal(0, verified.Exit);
        Assert.All(afterwards, pair => Assert.True(pair.Value == labels[pair.Key] || pair.Value.StartsWith("0x0302", StringComparison.Ordinal), pair.Value));
        Assert.Equal(0, Sign("-r", $"{tree.Root}/many").Exit);
        Assert.All(Labels(), pair => Assert.StartsWith("0x0302", pair.Value));
    }

    [Fact]
    public void An_interrupted_signer_ends_with_a_count_and_status_2()
    {
        LabelledTree.Shell($"mkdir {tree.Root}/many; cd {tree.Root}/many; for i in $(seq 3000); do echo $i > f$i; done");
        using var signer = Process.Start(new ProcessStartInfo(NativeBinary.Path, ["file", "sign", "--jobs", "1", "--key", $"{keys}/ours.key", "--format", "json", "-r", $"{tree.Root}/many"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var first = signer.StandardOutput.ReadLine();
        Assert.Equal(0, Command.Run("kill", ["-INT", $"{signer.Id}"]).Exit);
        var rest = signer.StandardOutput.ReadToEnd();
        var errors = signer.StandardError.ReadToEnd();
        signer.WaitForExit();
        Assert.Equal(2, signer.ExitCode);
        Assert.Contains("interrupted after", errors);
        var summary = JsonDocument.Parse(rest.TrimEnd().Split('\n')[^1]).RootElement.GetProperty("summary");
        Assert.True(summary.GetProperty("interrupted").GetBoolean());
        Assert.Equal(summary.GetProperty("written").GetInt32(), Labels().Count);
        Assert.NotNull(first);
    }

    private CommandResult Sign(params string[] more) => NativeBinary.Run(["file", "sign", "--key", $"{keys}/ours.key", "--cert", $"{keys}/ours.der", .. more]);

    private CommandResult Verify(string certificate, params string[] more) => NativeBinary.Run(["file", "verify", "--kernel", "6.12", "--cert", $"{keys}/{certificate}.der", .. more]);

    private Dictionary<string, string> Labels()
    {
        var dump = Command.Run("getfattr", ["-R", "-d", "-e", "hex", "-n", "security.ima", "--absolute-names", $"{tree.Root}/many"]).Output;
        return dump.Split("# file: ", StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('\n')).ToDictionary(part => part[0], part => part[1]["security.ima=".Length..]);
    }
}
