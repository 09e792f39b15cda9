using System.Text;
using Imara.Boot.CommandLine;

namespace Imara.Boot.Proving;

/// <summary>The kernel arguments of a boot that is to prove something: those of the machine, with another disk and an open console.</summary>
public static class ProvingArguments
{
    // Nothing may be held back or lost that tells what was refused, and nothing is to wait for disks that are not there.
    private const string Own =
        "console=ttyS0 ignore_loglevel panic=-1 audit=1 audit_backlog_limit=8192 printk.devkmsg=on sysctl.kernel.printk_ratelimit=0 systemd.show_status=1 fstab=no luks=no rd.luks=0 rd.lvm=0 rd.md=0";

    // Where the root is, what it is locked with, and what would keep the console quiet.
    private static readonly string[] Replaced =
    [
        "BOOT_IMAGE", "initrd", "root", "rootflags", "rootfstype", "resume", "resume_offset", "console", "quiet", "splash", "rhgb", "loglevel", "panic", "audit", "audit_backlog_limit",
        "printk.devkmsg", "systemd.show_status", "fstab", "luks", "cryptdevice", "cryptopts", "ignore_loglevel",
    ];

    private static readonly string[] ReplacedBeginnings = ["rd.luks", "rd.lvm", "rd.md", "rd.dm", "luks.", "zfs"];

    /// <summary>Writes them.</summary>
    /// <param name="commandLine">The command line of the machine.</param>
    /// <param name="root">What the kernel or the initramfs finds the root by.</param>
    public static string Of(string commandLine, string root)
    {
        var bytes = Encoding.UTF8.GetBytes(commandLine);
        var words = CommandLineWords.Split(bytes);
        var kept = words.Where(word => word.IsForInit || !IsReplaced(word.Name.ToString()))
            .Select(word => Encoding.UTF8.GetString(bytes, word.Span.Start, word.Span.Length))
            .ToList();
        var end = kept.IndexOf("--");
        kept.InsertRange(end < 0 ? kept.Count : end, [$"root={root}", "rootfstype=ext4", Own]);
        return string.Join(' ', kept);
    }

    private static bool IsReplaced(string name) =>
        Replaced.Contains(name, StringComparer.Ordinal) || ReplacedBeginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal));
}
