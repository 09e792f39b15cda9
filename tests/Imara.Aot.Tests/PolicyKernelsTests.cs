using System.Text;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>policy kernels and policy diff-kernels, as scripts use them.</summary>
public class PolicyKernelsTests
{
    private const string Folder = "tests/Imara.Aot.Tests/Policy";

    private const string Upgraded =
        "measure func=BPRM_CHECK\ndont_audit fsmagic=0x1\nappraise func=MODULE_CHECK appraise_type=imasig|modsig appraise_flag=check_blacklist\nmeasure func=BPRM_CHECK # programs\n";

    [Theory]
    [InlineData("kernels.txt", 0, "kernels")]
    [InlineData("kernels.json", 0, "kernels --format json")]
    [InlineData("kernels-5.10.txt", 0, "kernels 5.10")]
    [InlineData("kernels-6.1-debian.txt", 0, "kernels 6.1-debian")]
    [InlineData("kernels-6.12-lab.json", 0, "kernels --profile 6.12-lab --format json")]
    [InlineData("diff-kernels.txt", 1, "diff-kernels 6.1-debian 7.3-debian")]
    [InlineData("diff-kernels.json", 1, "diff-kernels 6.12-debian 6.12-lab --format json")]
    [InlineData("diff-kernels-same.txt", 0, "diff-kernels 6.12 6.12")]
    [InlineData("diff-kernels-policy.txt", 1, "diff-kernels 6.1 6.19 --policy -")]
    [InlineData("diff-kernels-policy.json", 1, "diff-kernels 6.1 6.19 --policy - --format json")]
    public void Kernels_are_told_and_compared(string golden, int exit, string arguments)
    {
        var result = Run(arguments, Upgraded);
        Assert.Equal((exit, string.Empty), (result.Exit, result.Error));
        Golden.Match($"{Folder}/{golden}", result.Output);
    }

    [Theory]
    [InlineData(0, "measure\n", "diff-kernels 6.1 7.3 --policy -")]
    [InlineData(1, "measure # x\n", "diff-kernels 6.1 7.3 --policy -")]
    [InlineData(0, "nonsense\n", "diff-kernels 6.1 7.3 --policy -")]
    [InlineData(0, "", "kernels --kernel 6.6")]
    [InlineData(1, "", "diff-kernels running 5.4")]
    [InlineData(2, "", "kernels nonsense")]
    [InlineData(2, "", "kernels 6.12 --kernel 6.12")]
    [InlineData(2, "", "kernels /dev/null")]
    [InlineData(2, "", "diff-kernels 6.1")]
    [InlineData(2, "", "diff-kernels 6.1 nonsense")]
    [InlineData(2, "", "diff-kernels 6.1 6.12 --policy /nonexistent")]
    public void The_exit_status_says_what_happened(int expected, string input, string arguments)
    {
        var result = Run(arguments, input);
        Assert.Equal(expected, result.Exit);
        Assert.Equal(expected == 2, result.Error.Split('\n').Any(line => line.StartsWith("imara: ", StringComparison.Ordinal) && !line.StartsWith("imara: note: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_file_of_a_configuration_is_a_kernel()
    {
        using var config = new TemporaryFile("# Linux/x86 6.12.117 Kernel Configuration\nCONFIG_IMA=y\nCONFIG_IMA_LSM_RULES=y\nCONFIG_CRYPTO_SHA256=y\n");
        var result = Run($"diff-kernels {config.Path} 6.12.117", string.Empty);
        Assert.Equal(1, result.Exit);
        Assert.Contains("func KEY_CHECK: unknown -> known", result.Output);
        Assert.Contains("CONFIG_IMA_APPRAISE_MODSIG: n -> y", result.Output);
        Assert.DoesNotContain("CONFIG_IMA_LSM_RULES", result.Output);
    }

    private static CommandResult Run(string arguments, string input) =>
        Command.Run(NativeBinary.Path, ["policy", .. arguments.Split(' ')], Encoding.UTF8.GetBytes(input));
}
