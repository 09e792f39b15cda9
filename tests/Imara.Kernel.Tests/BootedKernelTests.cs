using System.Text.Json;
using Imara.Measurements.Lists;
using Imara.Measurements.Replay;
using Imara.Testing;

namespace Imara.Kernel.Tests;

public class BootedKernelTests(BootedKernel kernel) : IClassFixture<BootedKernel>
{
    [Fact]
    public void The_kernel_measured_the_workload_with_one_violation()
    {
        var names = File.ReadAllText(kernel.PathOf("ascii_runtime_measurements"));
        Assert.Contains(" boot_aggregate ", names.Split('\n')[0]);
        Assert.Contains(" /tmp/ls ", names);
        Assert.Contains(" /tmp/script ", names);
        Assert.Contains(" /tmp/a_name ", names);
        Assert.Equal(1, kernel.Violations);
    }

    [Fact]
    public void Every_list_of_the_kernel_is_in_every_bank_of_the_TPM()
    {
        Assert.NotEmpty(kernel.Banks);
        foreach (var path in kernel.Lists)
        {
            using var stream = File.OpenRead(path);
            var result = ListVerifier.Verify(MeasurementListReader.Open(stream), kernel.Pcrs());

            Assert.Equal(kernel.Count, result.Entries);
            Assert.Equal(kernel.Violations, result.Violations);
            Assert.Equal(ListVerdict.Violations, result.Verdict);
            Assert.Equal(kernel.Banks, result.Banks.Select(bank => bank.Algo));
            Assert.All(result.Banks.SelectMany(bank => bank.Pcrs), pcr => Assert.True(pcr.Matches));
        }
    }

    [Fact]
    public void The_ascii_form_written_from_the_binary_list_is_the_kernels()
    {
        foreach (var binary in kernel.Lists.Where(path => Path.GetFileName(path).StartsWith("binary", StringComparison.Ordinal)))
        {
            var shown = NativeBinary.Run("list", "show", binary);
            Assert.Equal(0, shown.Exit);
            Assert.Equal(File.ReadAllText(binary.Replace("binary_runtime", "ascii_runtime", StringComparison.Ordinal)), shown.Output);
        }
    }

    [Fact]
    public void The_native_program_agrees()
    {
        var result = NativeBinary.Run("list", "verify", kernel.PathOf("binary_runtime_measurements"), "--pcrs", kernel.PathOf(""), "--format", "json");
        Assert.Equal(1, result.Exit);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("violations", json.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(kernel.Count, json.RootElement.GetProperty("entries").GetInt64());
        foreach (var bank in kernel.Banks)
        {
            var pcr = json.RootElement.GetProperty("banks").GetProperty(HashAlgos.NameOf(bank)).GetProperty("pcrs").GetProperty("10");
            Assert.True(pcr.GetProperty("matches").GetBoolean());
        }
    }

    [Fact]
    public void A_list_that_lost_its_last_entry_is_not_the_one_in_the_TPM()
    {
        var ascii = File.ReadAllText(kernel.PathOf("ascii_runtime_measurements")).TrimEnd('\n');
        var shorter = ascii[..(ascii.LastIndexOf('\n') + 1)];
        var path = kernel.PathOf("shorter");
        File.WriteAllText(path, shorter);
        Assert.Equal(1, NativeBinary.Run("list", "verify", path, "--pcrs", kernel.PathOf("")).Exit);
    }
}
