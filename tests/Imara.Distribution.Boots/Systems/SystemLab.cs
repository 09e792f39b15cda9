using Imara.Tests.Shared;

namespace Imara.Distribution.Boots.Systems;

/// <summary>The scripts of the lab that make systems and boot them.</summary>
internal static class SystemLab
{
    // audit: no record may be lost, or nothing could be said of what was denied.
    private const string Arguments =
        "root=/dev/nvme0n1 rw audit=1 audit_backlog_limit=8192 printk.devkmsg=on sysctl.kernel.printk_ratelimit=0 ignore_loglevel systemd.log_target=kmsg ima_appraise=enforce";

    /// <summary>Runs a script of `eng/lab`, which has to do its work.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(string script, params IEnumerable<string> arguments)
    {
        var lab = Command.Run(Repository.PathOf($"eng/lab/{script}"), arguments);
        Assert.True(lab.Exit == 0, lab.Error);
        return lab.Output.Trim();
    }

    /// <summary>The kernel of a series.</summary>
    public static string KernelOf(string series) => Run("kernel", series);

    /// <summary>The option of `boot` and `boot prove` for the initramfs of a disk, if it has one.</summary>
    /// <param name="basis">The folder of the disk, as `eng/lab/disk` makes it.</param>
    public static string[] InitrdOf(string basis) => File.Exists(Path.Combine(basis, "initrd")) ? ["--initrd", Path.Combine(basis, "initrd")] : [];

    /// <summary>Labels a copy of a disk and gives it a policy that appraises.</summary>
    /// <param name="basis">The folder of the disk.</param>
    /// <param name="labels">What the files get.</param>
    /// <param name="policyPath">Where the policy is to be.</param>
    /// <param name="system">The folder of the new disk.</param>
    /// <param name="text">The policy; null: the one of these labels.</param>
    public static void Label(string basis, Labels labels, string policyPath, string system, string? text = null)
    {
        Directory.CreateDirectory(system);
        var policy = Path.Combine(system, "policy");
        File.WriteAllText(policy, text ?? (labels == Labels.Digests ? Policies.Appraising : Policies.AppraisingSignatures));
        File.WriteAllText(Path.Combine(system, "cmdline"), Arguments + "\n");
        Run("system", basis, labels.ToString().ToLowerInvariant(), policy, policyPath, NativeBinary.Path, system);
    }

    /// <summary>Boots a labelled disk.</summary>
    /// <param name="series">The kernel.</param>
    /// <param name="basis">The folder of the disk that it was made of.</param>
    /// <param name="system">The folder of the disk.</param>
    public static Outcome Boot(string series, string basis, string system)
    {
        var boot = Path.Combine(system, series);
        // It may be that a machine ends in no way of its own: that is an outcome, not a failure of the lab.
        _ = Command.Run(
            Repository.PathOf("eng/lab/boot"),
            ["--kernel", KernelOf(series), .. InitrdOf(basis), "--disk", Path.Combine(system, "disk"), "--no-tpm", "--until", Outcome.Hopeless, "--append", Arguments, boot]);
        var results = Path.Combine(boot, "results.b64");
        if (File.Exists(results) && new FileInfo(results).Length != 0)
        {
            var unpacked = Command.Run("sh", ["-c", "cd \"$0\" && base64 -d results.b64 | tar -x --no-same-owner", boot]);
            Assert.True(unpacked.Exit == 0, unpacked.Error);
        }

        return new(boot, Path.Combine(system, $"check-{series}"));
    }
}
