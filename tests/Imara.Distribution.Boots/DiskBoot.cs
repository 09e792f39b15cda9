using Imara.Tests.Shared;

namespace Imara.Distribution.Boots;

/// <summary>What one boot of a disk left behind.</summary>
/// <param name="Ended">How the machine ended: off, halted, ..</param>
/// <param name="Console">Everything the kernel and systemd logged, in order.</param>
/// <param name="Entries">The list, in the ASCII form; empty if the machine did not come to its end.</param>
/// <param name="Unit">Properties of our unit, as `systemctl show` tells them.</param>
/// <param name="PolicyFile">The mode of the kernel's policy file, or "gone".</param>
internal sealed record DiskBoot(string Ended, string Console, IReadOnlyList<string> Entries, string Unit, string PolicyFile)
{
    /// <summary>Measured paths, in the order of the list.</summary>
    public IReadOnlyList<string> Measured => [.. Entries.Select(entry => entry.Split(' ')[4])];

    /// <summary>Boots.</summary>
    /// <param name="folder">Where kernel and, if there is one, initrd are.</param>
    /// <param name="disk">The disk.</param>
    /// <param name="until">What ends the boot from outside when the console says it; empty for nothing.</param>
    public static DiskBoot Of(string folder, string disk, string until)
    {
        var results = Directory.CreateTempSubdirectory("imara-disk-boot-").FullName;
        try
        {
            var initrd = Path.Combine(folder, "initrd");
            var lab = Command.Run(
                Repository.PathOf("eng/lab/boot"),
                [
                    "--kernel", Path.Combine(folder, "kernel"), .. (string[])(File.Exists(initrd) ? ["--initrd", initrd] : []), "--disk", disk, "--no-tpm", "--until", until,
                    "--append", "root=/dev/nvme0n1 rw audit=1 printk.devkmsg=on sysctl.kernel.printk_ratelimit=0 ignore_loglevel systemd.log_target=kmsg", results,
                ]);
            Assert.True(lab.Exit == 0, lab.Error);
            string Read(string name) => File.Exists(Path.Combine(results, name)) ? File.ReadAllText(Path.Combine(results, name)) : "";
            if (Read("results.b64").Length != 0)
            {
                var unpacked = Command.Run("sh", ["-c", "cd \"$0\" && base64 -d results.b64 | tar -x --no-same-owner", results]);
                Assert.True(unpacked.Exit == 0, unpacked.Error);
            }

            return new(
                Read("ended").Trim(),
                Read("console.log"),
                Read("ascii_runtime_measurements").Split('\n', StringSplitOptions.RemoveEmptyEntries),
                Read("unit"),
                Read("policy-file").Trim());
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }
}
