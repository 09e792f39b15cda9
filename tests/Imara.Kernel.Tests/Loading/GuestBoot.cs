using Imara.Tests.Shared;

namespace Imara.Kernel.Tests.Loading;

/// <summary>One boot of a kernel that runs a script of steps, and what it left behind.</summary>
public sealed class GuestBoot : IDisposable
{
    // Every record of the audit subsystem reaches the log, at once.
    private const string Logged = "audit=1 printk.devkmsg=on sysctl.kernel.printk_ratelimit=0";

    private readonly string results = Directory.CreateTempSubdirectory("imara-loading-").FullName;

    /// <summary>Boots.</summary>
    /// <param name="series">Which kernel.</param>
    /// <param name="script">The script, beside this source.</param>
    /// <param name="arguments">Arguments of the kernel.</param>
    /// <param name="tpm">Whether the machine has one.</param>
    /// <param name="added">Pairs <c>HOSTFILE=GUESTPATH</c>.</param>
    public GuestBoot(string series, string script, string arguments, bool tpm, params IEnumerable<string> added)
    {
        Arguments = $"{Logged} {arguments}";
        var kernel = Command.Run(Repository.PathOf("eng/lab/kernel"), [series]);
        Assert.True(kernel.Exit == 0, kernel.Error);
        var folder = Path.GetDirectoryName(kernel.Output.Trim())!;
        Release = Path.GetFileName(folder)["linux-image-".Length..];
        string[] files = [$"{PathOfScript("steps")}=/lab/steps", $"{folder}/config=/boot/config-{Release}", .. added, .. GuestPrograms.Of()];
        var lab = Command.Run(
            Repository.PathOf("eng/kernel-lab"),
            [
                "--kernel", series, "--append", Arguments, .. (string[])(tpm ? [] : ["--no-tpm"]), "--may-halt",
                "--workload", PathOfScript(script), .. files.SelectMany(pair => (string[])["--add", pair]), results,
            ]);
        Assert.True(lab.Exit == 0, lab.Error);
    }

    /// <summary>The arguments the kernel was given for this boot.</summary>
    public string Arguments { get; }

    /// <summary>The kernel's name for itself, by its package.</summary>
    public string Release { get; }

    /// <summary>How the machine ended: off, halted, ..</summary>
    public string Ended => Read("ended").Trim();

    /// <summary>True if the machine came to the end of everything it had to do.</summary>
    public bool ReachedTheEnd => File.Exists(PathOf("status"));

    /// <summary>What a step answered.</summary>
    public Step Step(string name) => new(PathOf(name));

    /// <summary>A file of the results.</summary>
    public string PathOf(string name) => Path.Combine(results, name);

    /// <summary>The text of a file of the results.</summary>
    public string Read(string name) => File.ReadAllText(PathOf(name));

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(results, recursive: true);

    private static string PathOfScript(string name) => Repository.PathOf($"tests/Imara.Kernel.Tests/Loading/{name}");
}
