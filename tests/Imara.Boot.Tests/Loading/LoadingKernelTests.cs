using System.Text;
using Imara.Boot.Loading;
using Imara.Diagnostics;
using Imara.Policy.Kernels;

namespace Imara.Boot.Tests.Loading;

public class LoadingKernelTests
{
    private const string Config = "CONFIG_IMA=y\nCONFIG_IMA_APPRAISE=y\n";

    [Theory]
    [InlineData("6.12.117-amd64", true)]
    [InlineData("6.1.0-40-cloud-amd64", true)]
    [InlineData("99.1", false)]
    [InlineData("4.4.0", false)]
    [InlineData("5.90.1", false)]
    [InlineData("garbage", false)]
    [InlineData(null, false)]
    public void The_check_decides_only_for_kernels_it_knows(string? release, bool isKnown) => Assert.Equal(isKnown, Of(release, Config, "").IsKnown);

    [Theory]
    [InlineData("quiet ima_policy=secure_boot", Config, true)]
    [InlineData("ima_policy=tcb|secure_boot", null, true)]
    [InlineData("ima_policy=tcb", Config, false)]
    [InlineData("ima_policy=appraise_tcb", Config, false)]
    [InlineData("ima_policy=appraise_tcb", Config + "CONFIG_IMA_WRITE_POLICY=y\n", true)]
    [InlineData("ima_policy=appraise_tcb", null, false)]
    [InlineData("", Config + "CONFIG_IMA_APPRAISE_BUILD_POLICY=y\nCONFIG_IMA_APPRAISE_REQUIRE_POLICY_SIGS=y\n", true)]
    public void A_signature_is_wanted_where_that_is_certain(string commandLine, string? config, bool expected) =>
        Assert.Equal(expected, Of("6.12.1", config, commandLine).WantsSignature);

    [Fact]
    public void What_the_command_line_says_is_kept_and_rules_are_checked_under_it()
    {
        var about = Of("6.12.1", Config + "CONFIG_IMA_APPRAISE_BOOTPARAM=y\n", "ima_appraise=log ima_template_fmt=d-ng|n-ng");
        Assert.Equal(Policy.CommandLine.AppraiseBits.Log, about.Boot.Appraise);
        Assert.Equal("d-ng|n-ng", about.Rules.CustomTemplate);
        Assert.Null(Of("6.12.1", Config, "ima_template=ima-ng").Rules.CustomTemplate);
    }

    [Fact]
    public void Hashes_of_modules_are_not_missed_where_nothing_tells_about_them()
    {
        var hashes = Of("6.12.1", null, "").Rules.Kernel.UsableHashes;
        Assert.True(hashes.Contains(HashAlgo.Sha512));
    }

    private static LoadingKernel Of(string? release, string? config, string commandLine)
    {
        var notes = new List<Diagnostic>();
        KernelConfig? read = null;
        if (config is not null)
        {
            Assert.True(KernelConfigReader.TryRead(Encoding.UTF8.GetBytes(config), out read, out _));
        }

        return LoadingKernel.Of(new RunningKernelFacts(release, read, CryptoTable.Read("name : sha1\ntype : shash\n"u8)), LsmKind.None, commandLine, notes);
    }
}
