using System.Security.Cryptography;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Evmctl;

/// <summary>PCR values that evmctl gets from a TPM itself.</summary>
public sealed class TpmTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-evmctl-").FullName;

    public TpmTests() => File.CreateSymbolicLink(folder + "/evmctl", NativeBinary.Path);

    [Fact]
    public void PCRs_come_from_the_TPM_that_the_environment_names()
    {
        var pcr4 = SHA256.HashData([.. new byte[32], .. Enumerable.Repeat((byte)0x11, 32)]);
        var aggregate = Convert.ToHexStringLower(SHA256.HashData([.. new byte[4 * 32], .. pcr4, .. new byte[5 * 32]]));
        using var tpm = new SoftwareTpm();
        foreach (var place in (string[])[$"TPM2TOOLS_TCTI=swtpm:host=127.0.0.1,port={tpm.Port}", $"TPM_INTERFACE_TYPE=socsim TPM_SERVER_TYPE=raw TPM_COMMAND_PORT={tpm.Port}"])
        {
            var result = Run(place, "ima_boot_aggregate");
            Assert.Equal((0, string.Empty), (result.Exit, result.Error));
            Assert.Contains($"sha256:{aggregate}\n", result.Output);
        }
    }

    [Theory]
    [InlineData("TPM2TOOLS_TCTI=swtpm:host=127.0.0.1,port=1", "127.0.0.1:1: Connection refused")]
    [InlineData("TPM2TOOLS_TCTI=device:/dev/absent", "/dev/absent: No such file or directory")]
    [InlineData("TPM2TOOLS_TCTI=tabrmd:", "a TPM behind `tabrmd:` cannot be asked")]
    [InlineData("TPM_INTERFACE_TYPE=socsim", "a TPM behind `mssim` cannot be asked")]
    [InlineData("TPM2TOOLS_TCTI=swtpm:port=99999", "names no IPv4 address and port")]
    public void A_TPM_that_cannot_be_asked_is_a_failure(string place, string reason)
    {
        var result = Run(place, "ima_boot_aggregate");
        Assert.Equal((125, string.Empty), (result.Exit, result.Output));
        Assert.Contains(reason, result.Error);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private CommandResult Run(string environment, string arguments) => Command.Run("/bin/sh", ["-c", $"{environment} exec {folder}/evmctl {arguments}"]);
}
