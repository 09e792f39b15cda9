using System.Globalization;
using Imara.Tests.Shared;

namespace Imara.Kernel.Tests;

/// <summary>`imara run` beside a kernel that measures: what it does must not show in the kernel's own list.</summary>
public sealed class BesideTests : IDisposable
{
    private const int Rounds = 60;

    private readonly string folder = Directory.CreateTempSubdirectory("imara-beside-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_run_adds_no_violation_to_those_of_the_kernel()
    {
        var policy = Path.Combine(folder, "policy");
        File.WriteAllText(policy, "measure func=FILE_CHECK mask=^MAY_READ uid=0\n");
        var lab = Command.Run(
            Repository.PathOf("eng/kernel-lab"),
            [
                "--kernel", "6.12", "--append", "loglevel=4", "--no-tpm", "--policy", policy, "--workload", Repository.PathOf("tests/Imara.Kernel.Tests/beside"),
                .. GuestPrograms.Of().SelectMany(pair => (string[])["--add", pair]), folder,
            ]);
        Assert.True(lab.Exit == 0, lab.Error);

        var counts = File.ReadAllText(Path.Combine(folder, "violations-beside")).Split(' ').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        Assert.True(counts[3] == 0, File.ReadAllText(Path.Combine(folder, "errors")));
        Assert.Equal((0, 0), (counts[1] - counts[0], counts[2] - counts[1]));

        // It did watch: each file was measured with both its contents.
        Assert.Equal(2 * Rounds, File.ReadLines(Path.Combine(folder, "list")).Count(line => line.Contains(" /w/watched", StringComparison.Ordinal)));
    }
}
