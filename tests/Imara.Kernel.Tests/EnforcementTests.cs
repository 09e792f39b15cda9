using Imara.Tests.Shared;

namespace Imara.Kernel.Tests;

/// <summary>A real kernel enforces: files that were signed here are read, others are refused, and `imara file verify` said which before.</summary>
public sealed class EnforcementTests : IDisposable
{
    private const string Denied = "Permission denied";

    private readonly string folder = Directory.CreateTempSubdirectory("imara-enforce-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_kernel_reads_what_was_signed_with_a_key_it_was_given_and_refuses_the_rest()
    {
        foreach (var (key, type) in (ReadOnlySpan<(string, string)>)[("rsa", "rsa2048"), ("p256", "p256")])
        {
            Generate(key, type, $"{key}.der");
            Generate("stranger-" + key, type, $"stranger-{key}.der");
        }

        var image = Path.Combine(folder, "image");
        Assert.Equal(0, Command.Run("sh", ["-c", $"truncate -s 16M '{image}' && /sbin/mkfs.ext4 -q -O verity -b 4096 '{image}'"]).Exit);
        var reads = Boot(image);
        var expected = new Dictionary<string, string>
        {
            ["only-hash"] = $"{Denied}|bad IMA-signature-required",
            ["unlabelled"] = $"{Denied}|bad IMA-signature-required",
        };
        foreach (var key in (ReadOnlySpan<string>)["rsa", "p256"])
        {
            foreach (var good in (ReadOnlySpan<string>)["sig", "resigned", "sha384", "sha512", "verity", "portable", "portable-hash"])
            {
                expected[$"{good}-{key}"] = "ok|good";
            }

            expected[$"changed-{key}"] = $"{Denied}|bad invalid-signature";
            expected[$"stranger-{key}"] = $"{Denied}|bad invalid-signature";
            expected[$"other-verity-{key}"] = $"{Denied}|bad invalid-verity-signature";
            expected[$"portable-mode-{key}"] = $"{Denied}|bad invalid-fail-immutable";
            expected[$"portable-owner-{key}"] = $"{Denied}|bad invalid-fail-immutable";
            expected[$"portable-content-{key}"] = $"{Denied}|bad invalid-signature";
            expected[$"unprotected-{key}"] = $"{Denied}|bad missing-HMAC";
        }

        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), reads.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    private void Generate(string name, string type, string certificate)
    {
        var result = NativeBinary.Run(
            "key", "generate", "--leaf", "--type", type, "--subject", $"CN=Test {name}", "--out-key", Path.Combine(folder, name + ".key"), "--out-cert", Path.Combine(folder, certificate));
        Assert.True(result.Exit == 0, result.Error);
    }

    private Dictionary<string, string> Boot(string image)
    {
        var results = Path.Combine(folder, "results");
        string[] added =
        [
            $"{image}=/lab/image",
            .. Directory.GetFiles(folder, "*.key").Concat(Directory.GetFiles(folder, "*.der")).Select(file => $"{file}=/lab/{Path.GetFileName(file)}"),
            .. GuestPrograms.Of("fsverity"),
        ];
        var lab = Command.Run(
            Repository.PathOf("eng/kernel-lab"),
            ["--append", "ima_appraise=enforce", "--no-tpm", "--workload", Repository.PathOf("tests/Imara.Kernel.Tests/enforce"), .. added.SelectMany(pair => (string[])["--add", pair]), results]);
        Assert.True(lab.Exit == 0, lab.Error);
        var reads = Path.Combine(results, "reads");
        Assert.True(File.Exists(reads), File.ReadAllText(Path.Combine(results, "errors")));
        return File.ReadAllLines(reads).Select(line => line.Split('|', 2)).ToDictionary(part => part[0], part => part[1].TrimEnd(), StringComparer.Ordinal);
    }
}
