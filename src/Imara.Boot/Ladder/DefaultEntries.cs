using System.Collections.Immutable;
using Imara.Boot.BootEntries;

namespace Imara.Boot.Ladder;

/// <summary>Gives <c>ima_appraise=</c> a value in every boot entry: one that is forgotten would enforce, since that is the kernel's default.</summary>
public static class DefaultEntries
{
    /// <summary>The parameter.</summary>
    public const string Parameter = "ima_appraise";

    /// <summary>Plans the change of what boot entries are made from, and of those that are not made from anything.</summary>
    /// <param name="files">The files.</param>
    /// <param name="mode">off, log or enforce.</param>
    /// <param name="withMenu">Also change the menu of GRUB itself, so that nothing has to be run before the next boot.</param>
    public static BootPlan Plan(BootEntryFiles files, string mode, bool withMenu = false)
    {
        ArgumentNullException.ThrowIfNull(files);
        var changes = ImmutableArray.CreateBuilder<FileChange>();
        var problems = ImmutableArray.CreateBuilder<string>();
        var commands = ImmutableArray.CreateBuilder<string>();
        if (files.GrubDefaults is { } defaults)
        {
            Add(defaults, BootFileKind.GrubDefaults, mode, changes, problems);
            if (!withMenu)
            {
                commands.Add(files.GrubMenu is { } menu && menu.Contains("/grub2/", StringComparison.Ordinal) ? "grub2-mkconfig -o /boot/grub2/grub.cfg" : "update-grub");
            }
        }

        if (withMenu && files.GrubMenu is { } path)
        {
            Add(path, BootFileKind.GrubMenu, mode, changes, problems);
        }

        foreach (var entry in files.LoaderEntries)
        {
            Add(entry, BootFileKind.LoaderEntry, mode, changes, problems);
        }

        if (files.KernelCommandLine is { } line)
        {
            Add(line, BootFileKind.CommandLine, mode, changes, problems);
        }

        if (changes.Count == 0 && problems.Count == 0)
        {
            problems.Add("no boot entries found: neither etc/default/grub, nor loader/entries in boot, efi or boot/efi, nor etc/kernel/cmdline");
        }

        return new BootPlan(changes.ToImmutable(), commands.ToImmutable(), problems.ToImmutable());
    }

    // From the last entry to the first: parameters of GRUB's recovery entry are shared with the normal one.
    private static void Add(string path, BootFileKind kind, string mode, ImmutableArray<FileChange>.Builder changes, ImmutableArray<string>.Builder problems)
    {
        if (BootEntryFiles.Read(path, kind, out var file) is { } problem)
        {
            problems.Add(problem);
            return;
        }

        var before = file!.Text;
        for (var entry = file!.Entries.Length - 1; entry >= 0; entry--)
        {
            if (!BootEntryEdit.TrySet(file, entry, Parameter, mode, out var edited, out var error) || !BootFile.TryRead(edited, kind, out file, out error))
            {
                problems.Add($"{path}: {error}");
                return;
            }
        }

        changes.Add(new FileChange(path, before, file.Text));
    }
}
