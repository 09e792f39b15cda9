using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Distribution.Boots.Systems;

/// <summary>The disks of the matrix, each made when it is first booted, and what became of each boot; no cell is booted twice.</summary>
public sealed class SystemDisks : IDisposable
{
    // audit: no record may be lost, or nothing could be said of what was denied.
    private const string Arguments =
        "root=/dev/nvme0n1 rw audit=1 audit_backlog_limit=8192 printk.devkmsg=on sysctl.kernel.printk_ratelimit=0 ignore_loglevel systemd.log_target=kmsg ima_appraise=enforce";

    private readonly string folder = Directory.CreateTempSubdirectory("imara-systems-").FullName;
    private readonly Dictionary<Cell, Outcome> outcomes = [];

    /// <summary>What became of a cell.</summary>
    internal Outcome this[Cell cell]
    {
        get
        {
            if (!outcomes.TryGetValue(cell, out var outcome))
            {
                outcome = Boot(cell);
                outcomes.Add(cell, outcome);
            }

            return outcome;
        }
    }

    /// <summary>What `imara boot prove` says of the disk of a cell, mounted so that nothing can write to it.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="policy">A policy to be tried; null: the one that is there.</param>
    /// <param name="seconds">How long it may take.</param>
    internal (int Exit, JsonElement Answer) Prove(Cell cell, string? policy = null, int seconds = 600)
    {
        var (basis, system) = (Base(cell), Labelled(cell));
        var mount = Directory.CreateDirectory(Path.Combine(folder, "mount")).FullName;
        var tried = Path.Combine(folder, "tried");
        File.WriteAllText(tried, policy);
        Assert.Equal(0, Command.Run("mount", ["-o", "loop,ro", Path.Combine(system, "disk"), mount]).Exit);
        try
        {
            var initrd = Path.Combine(basis, "initrd");
            var proved = NativeBinary.Run(
            [
                "boot", "prove", "--root", mount, "--kernel-image", KernelOf(cell), .. (string[])(File.Exists(initrd) ? ["--initrd", initrd] : []),
                "--cmdline", Path.Combine(system, "cmdline"), "--seconds", $"{seconds}", "--format", "json", .. (string[])(policy is null ? [] : [tried]),
            ]);
            Assert.True(proved.Output.StartsWith('{'), proved.Error);
            using var answer = JsonDocument.Parse(proved.Output);
            return (proved.Exit, answer.RootElement.Clone());
        }
        finally
        {
            Assert.Equal(0, Command.Run("umount", [mount]).Exit);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string KernelOf(Cell cell)
    {
        var kernel = Command.Run(Repository.PathOf("eng/lab/kernel"), [cell.Series]);
        Assert.True(kernel.Exit == 0, kernel.Error);
        return kernel.Output.Trim();
    }

    private static void Run(string script, params IEnumerable<string> arguments)
    {
        var lab = Command.Run(Repository.PathOf($"eng/lab/{script}"), arguments);
        Assert.True(lab.Exit == 0, lab.Error);
    }

    private Outcome Boot(Cell cell)
    {
        var (basis, system) = (Base(cell), Labelled(cell));
        var initrd = Path.Combine(basis, "initrd");
        var boot = Path.Combine(system, cell.Series);
        // It may be that a machine ends in no way of its own: that is an outcome, not a failure of the lab.
        _ = Command.Run(
            Repository.PathOf("eng/lab/boot"),
            [
                "--kernel", KernelOf(cell), .. (string[])(File.Exists(initrd) ? ["--initrd", initrd] : []), "--disk", Path.Combine(system, "disk"), "--no-tpm",
                "--until", Outcome.Hopeless, "--append", Arguments, boot,
            ]);
        var results = Path.Combine(boot, "results.b64");
        if (File.Exists(results) && new FileInfo(results).Length != 0)
        {
            var unpacked = Command.Run("sh", ["-c", "cd \"$0\" && base64 -d results.b64 | tar -x --no-same-owner", boot]);
            Assert.True(unpacked.Exit == 0, unpacked.Error);
        }

        return new(boot, Path.Combine(system, $"check-{cell.Series}"));
    }

    private string Base(Cell cell)
    {
        var basis = Path.Combine(folder, cell.Loader.ToString());
        if (!Directory.Exists(basis))
        {
            string[] made = cell.Loader switch
            {
                Loader.Unit => ["systemd", NativeBinary.Path, basis, "--require", "--policy", cell.PolicyPath],
                Loader.PidOne => ["systemd", NativeBinary.Path, basis, "--require"],
                Loader.InitramfsTools => ["initramfs-tools", NativeBinary.Path, basis, "--require"],
                _ => ["dracut", NativeBinary.Path, basis, "--require"],
            };
            Run("disk", made);
        }

        return basis;
    }

    private string Labelled(Cell cell)
    {
        var system = Path.Combine(folder, $"{cell.Loader}-{cell.Labels}");
        if (!Directory.Exists(system))
        {
            Directory.CreateDirectory(system);
            var policy = Path.Combine(system, "policy");
            File.WriteAllText(policy, cell.Labels == Labels.Digests ? Policies.Appraising : Policies.AppraisingSignatures);
            File.WriteAllText(Path.Combine(system, "cmdline"), Arguments + "\n");
            Run("system", Path.Combine(folder, cell.Loader.ToString()), cell.Labels.ToString().ToLowerInvariant(), policy, cell.PolicyPath, NativeBinary.Path, system);
        }

        return system;
    }
}
