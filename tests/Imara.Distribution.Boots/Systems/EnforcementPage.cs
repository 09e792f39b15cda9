using System.Globalization;
using System.Text;

namespace Imara.Distribution.Boots.Systems;

/// <summary>docs/reference/boot-enforcement.md, from what was seen.</summary>
internal static class EnforcementPage
{
    private const string Beginning = """
        # Whole systems that enforce

        Debian 12 on ext4, Debian's cloud kernels, `ima_appraise=enforce`, and a policy that appraises every program and library of root, booted in QEMU by
        `tests/Imara.Distribution.Boots`, which also writes this page. Each system was labelled by `imara file hash` or `imara file sign --from-policy`, has its
        certificate in `/etc/keys/ima`, and loads its policy by what `imara boot install --require` installed, or by PID 1 of systemd.

        *Came up*: a login prompt, and a service that runs an interpreter and what it starts; then a program had a byte appended and was refused with EACCES,
        was mended by `imara file fix` or `imara file sign`, and ran again; `imara audit` named that one denial and no other. *Before*: what `imara boot check` said of the disk
        that was booted. *After*: what `imara boot load` and `imara boot status` said on the machine.

        | policy loaded by | labels | kernel | before: boot check | what happened | after: boot load | boot status |
        |---|---|---|---|---|---|---|

        """;

    private const string End = """

        After the boot the policy file was changed: `imara boot load` then said that another policy is in force, and, its record taken away, that nothing tells which.

        Three kinds of system cannot work:

        - **Signatures, and PID 1 loads the policy.** It loads no keys. From then on nothing that is signed is started, the unit that would load the keys included.
        - **P-256, and a kernel without `CONFIG_CRYPTO_ECDSA`**, such as Debian's 6.1: it refuses the key, or takes it and no signature of it.
        - **An initramfs that loads the policy, and is not exempt from it** by `dont_appraise fsmagic=0x858458f6`: its files have no labels, and nothing more of it runs.

        """;

    /// <summary>The page.</summary>
    public static string Write(SystemDisks disks)
    {
        var page = new StringBuilder(Beginning);
        foreach (var cell in Cell.All)
        {
            page.AppendJoin(" | ", [$"| {Loader(cell)}", Labels(cell), cell.Series, .. Answers(disks[cell])]).Append(" |\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"| {Loader(SystemDisks.Exempt)}, not exempt | ").AppendJoin(" | ", [Labels(SystemDisks.Exempt), SystemDisks.Exempt.Series, .. Answers(disks.WithoutExemption)]).Append(" |\n");
        return page.Append(End).ToString();
    }

    private static string[] Answers(Outcome outcome)
    {
        var why = outcome.Check.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("topic").GetString()).Distinct();
        var before = string.Join(": ", [outcome.CheckVerdict, .. (string[])(why.Any() ? [string.Join(", ", why)] : [])]);
        return outcome.CameUp
            ? [before, "came up", outcome.Json("load").GetProperty("state").GetString()!, outcome.Json("status").GetProperty("mode").GetString()!]
            : [before, outcome.Stopped ? $"did not come up: {outcome.Halt}" : $"did not come up, and did not halt: {outcome.Halt}", "", ""];
    }

    private static string Loader(Cell cell) => cell.Loader switch
    {
        Systems.Loader.Unit => "systemd unit",
        Systems.Loader.PidOne => "PID 1 of systemd",
        Systems.Loader.InitramfsTools => "initramfs-tools",
        _ => "dracut",
    };

    private static string Labels(Cell cell) => cell.Labels switch
    {
        Systems.Labels.Digests => "digests",
        Systems.Labels.Rsa2048 => "RSA signatures",
        _ => "P-256 signatures",
    };
}
