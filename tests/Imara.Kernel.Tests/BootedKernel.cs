using System.Globalization;
using Imara.Measurements.Replay;
using Imara.Testing;

namespace Imara.Kernel.Tests;

/// <summary>One boot of a real kernel with the built-in policy, and what it left behind.</summary>
public sealed class BootedKernel : IDisposable
{
    private readonly string results = Directory.CreateTempSubdirectory("imara-kernel-").FullName;

    /// <summary>Boots; everything after only looks.</summary>
    public BootedKernel()
    {
        var lab = Command.Run(
            Repository.PathOf("eng/kernel-lab"),
            ["--append", "ima_policy=tcb", "--workload", Repository.PathOf("tests/Imara.Kernel.Tests/workload"), results]);
        if (lab.Exit != 0)
        {
            throw new InvalidOperationException($"the kernel did not run: {lab.Error}");
        }
    }

    /// <summary>The banks of the TPM, each a directory as in sysfs.</summary>
    public IReadOnlyList<HashAlgo> Banks => [.. BankFolders.Select(BankOf)];

    /// <summary>Lists in both forms, one for each bank the kernel has a file for.</summary>
    public IEnumerable<string> Lists => Directory.GetFiles(results, "*_runtime_measurements*");

    /// <summary>Entries, as the kernel counts them.</summary>
    public long Count => long.Parse(File.ReadAllText(PathOf("count")), CultureInfo.InvariantCulture);

    /// <summary>Violations, as the kernel counts them.</summary>
    public long Violations => long.Parse(File.ReadAllText(PathOf("violations")), CultureInfo.InvariantCulture);

    private IEnumerable<string> BankFolders => Directory.GetDirectories(results, "pcr-*").Order(StringComparer.Ordinal);

    /// <summary>All PCRs of all banks.</summary>
    public PcrValues Pcrs()
    {
        var values = new PcrValues();
        foreach (var folder in BankFolders)
        {
            foreach (var file in Directory.GetFiles(folder))
            {
                var pcr = int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture);
                Assert.True(PcrValuesReader.TryReadSysfsFile(File.ReadAllBytes(file), BankOf(folder), pcr, values, out var error), error.ToString());
            }
        }

        return values;
    }

    /// <summary>A file of the results; the folder itself is laid out as the TPM's in sysfs.</summary>
    public string PathOf(string name) => Path.Combine(results, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(results, recursive: true);

    private static HashAlgo BankOf(string folder) =>
        PcrValuesReader.TryParseSysfsDirectory(Path.GetFileName(folder), out var algo) ? algo : throw new InvalidOperationException(folder);
}
