using System.Collections.Immutable;
using System.Text;
using Imara.Boot.BootEntries;
using Imara.Linux.Files;

namespace Imara.Boot.Ladder;

/// <summary>A boot entry beside those of the distribution: a copy of one, with another mode. It enforces for one boot, or stays as the way back.</summary>
/// <remarks>docs/reference/boot.md 6, points 5 and 8.</remarks>
public static class OwnEntry
{
    private const string Begin = "### BEGIN imara ###";
    private const string End = "### END imara ###";

    /// <summary>Plans an entry with a mode, in the place of one made before.</summary>
    /// <param name="files">The files.</param>
    /// <param name="mode">log or enforce.</param>
    /// <param name="release">The kernel that runs, as uname(2) names it: its entry is copied where there are several.</param>
    /// <param name="chosen">The file of the entry, or its title in the menu of GRUB; null: found out.</param>
    public static BootPlan Plan(BootEntryFiles files, string mode, string release, string? chosen)
    {
        ArgumentNullException.ThrowIfNull(files);
        var plan = BootPlan.Empty;
        if (files.LoaderFolder is { } folder)
        {
            plan = plan.With(PlanLoader(files, folder, mode, release, chosen));
        }

        if (files.GrubMenu is { } menu)
        {
            plan = plan.With(PlanGrub(menu, mode, chosen));
        }

        return plan.Changes.IsEmpty && plan.Problems.IsEmpty ? BootPlan.Empty with { Problems = ["no menu of GRUB and no entries of systemd-boot to copy one from"] } : plan;
    }

    /// <summary>Plans that no such entry is there.</summary>
    public static BootPlan PlanRemoval(BootEntryFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var changes = ImmutableArray.CreateBuilder<FileChange>();
        if (files.LoaderFolder is { } folder)
        {
            changes.AddRange(Others(folder, string.Empty));
        }

        if (files.GrubMenu is { } menu && File.Exists(CustomOf(menu)))
        {
            var before = TextOf(CustomOf(menu));
            var change = FileChange.Of(CustomOf(menu), Bytes(WithBlock(before, string.Empty)));
            changes.AddRange(change.IsChange ? [change] : Array.Empty<FileChange>());
        }

        return BootPlan.Empty with { Changes = changes.ToImmutable() };
    }

    private static BootPlan PlanLoader(BootEntryFiles files, string folder, string mode, string release, string? chosen)
    {
        var entries = files.LoaderEntries;
        var fitting = entries.Where(path => chosen is not null ? Path.GetFileName(path) == chosen : entries.Count == 1 || TextOf(path).Contains(release, StringComparison.Ordinal)).ToList();
        if (fitting.Count != 1)
        {
            var names = string.Join(", ", entries.Select(Path.GetFileName));
            return Problem(chosen is null ? $"{folder}: no one entry is of the kernel that runs; --entry chooses one of {names}" : $"{folder}: no entry {chosen}; there are {names}");
        }

        var path = Path.Combine(folder, $"{BootEntryFiles.OwnPrefix}{mode}.conf");
        if (BootEntryFiles.Read(fitting[0], BootFileKind.LoaderEntry, out var file) is { } problem)
        {
            return Problem(problem);
        }

        if (!BootEntryEdit.TrySet(file!, 0, DefaultEntries.Parameter, mode, out var edited, out var error))
        {
            return Problem($"{fitting[0]}: {error}");
        }

        var change = FileChange.Of(path, Bytes(AsLast(WithTitle(Encoding.Latin1.GetString(edited.Span), mode))));
        var commands = mode == "enforce" ? ImmutableArray.Create($"bootctl set-oneshot '{Path.GetFileName(path)}'") : [];
        return new BootPlan([change, .. Others(folder, path)], commands, []);
    }

    private static IEnumerable<FileChange> Others(string folder, string path) =>
        Directory.EnumerateFiles(folder, $"{BootEntryFiles.OwnPrefix}*.conf").Where(other => other != path).Order(StringComparer.Ordinal)
            .Select(other => FileChange.Of(other, null));

    private static string WithTitle(string text, string mode)
    {
        var lines = text.Split('\n');
        var title = Array.FindIndex(lines, line => line.StartsWith("title ", StringComparison.Ordinal) || line.StartsWith("title\t", StringComparison.Ordinal));
        if (title < 0)
        {
            return $"title IMA {mode}\n{text}";
        }

        lines[title] = $"{lines[title].TrimEnd('\r')} (IMA {mode})";
        return string.Join('\n', lines);
    }

    // Entries with a sort-key come first, in the order of it; a copy with the same one could become the default.
    private static string AsLast(string text)
    {
        var lines = text.Split('\n');
        var key = Array.FindIndex(lines, line => line.StartsWith("sort-key ", StringComparison.Ordinal) || line.StartsWith("sort-key\t", StringComparison.Ordinal));
        if (key >= 0)
        {
            lines[key] = "sort-key ~imara";
        }

        return string.Join('\n', lines);
    }

    private static BootPlan PlanGrub(string menu, string mode, string? chosen)
    {
        if (BootEntryFiles.Read(menu, BootFileKind.GrubMenu, out var file) is { } problem)
        {
            return Problem(problem);
        }

        if (file!.Text.Span.IndexOf("custom.cfg"u8) < 0)
        {
            return Problem($"{menu}: does not read custom.cfg, where an entry could be added; 41_custom of GRUB does");
        }

        var index = chosen is null ? 0 : file.Entries.ToList().FindIndex(entry => entry.Title.ToString() == chosen);
        if (index < 0)
        {
            return Problem($"{menu}: no entry `{chosen}`; there are {string.Join(", ", file.Entries.Select(entry => $"`{entry.Title}`"))}");
        }

        if (!BootEntryEdit.TrySet(file, index, DefaultEntries.Parameter, mode, out var edited, out var error))
        {
            return Problem($"{menu}: {error}");
        }

        if (BodyOf(Encoding.Latin1.GetString(edited.Span).Split('\n'), file.Entries[index].Line - 1) is not { } body)
        {
            return Problem($"{menu}:{file.Entries[index].Line}: no menuentry around this line");
        }

        var id = "imara-" + mode;
        var block = $"{Begin}\nmenuentry 'IMA {mode}' --id {id} {{\n{body}}}\n{End}\n";
        var custom = CustomOf(menu);
        var before = File.Exists(custom) ? TextOf(custom) : string.Empty;
        var reboot = menu.Contains("/grub2/", StringComparison.Ordinal) ? "grub2-reboot" : "grub-reboot";
        return new BootPlan(
            [FileChange.Of(custom, Bytes(WithBlock(before, block)))],
            mode == "enforce" ? [$"{reboot} {id}"] : [],
            []);
    }

    private static string CustomOf(string menu) => Path.Combine(Path.GetDirectoryName(menu)!, "custom.cfg");

    // Without `savedefault`, which would make the copy the default. As grub-mkconfig writes them: the first line ends with a brace, the last one has nothing but one, as far in as the first.
    private static string? BodyOf(string[] lines, int inside)
    {
        var first = inside;
        while (first >= 0 && !(lines[first].TrimStart().StartsWith("menuentry ", StringComparison.Ordinal) && lines[first].TrimEnd().EndsWith('{')))
        {
            first--;
        }

        if (first < 0)
        {
            return null;
        }

        var indent = lines[first][..^lines[first].TrimStart().Length];
        var last = Array.FindIndex(lines, first + 1, line => line.TrimEnd() == indent + "}");
        return last <= inside ? null : string.Concat(lines[(first + 1)..last].Where(line => line.Trim() != "savedefault").Select(line => line + "\n"));
    }

    private static string WithBlock(string text, string block)
    {
        var start = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = text.IndexOf(End + "\n", StringComparison.Ordinal);
        if (start >= 0 && end > start)
        {
            return text[..start] + block + text[(end + End.Length + 1)..];
        }

        return (text.Length == 0 || text.EndsWith('\n') ? text : text + "\n") + block;
    }

    // Bytes as they are: entries of others may have names that are no UTF-8.
    private static string TextOf(string path)
    {
        var error = WholeFile.Read(path, out var content);
        return error == Errno.None ? Encoding.Latin1.GetString(content) : throw IoErrors.Make(path, error);
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static BootPlan Problem(string text) => BootPlan.Empty with { Problems = [text] };
}
