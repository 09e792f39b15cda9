using Imara.Tests.Shared;

namespace Imara.Distribution.Boots;

/// <summary>A disk with a Debian on which `imara boot install` was run, and the initramfs its own tool made.</summary>
public abstract class Disk : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-disk-").FullName;
    private readonly Lazy<string> made;

    /// <summary>Nothing is made before the first boot.</summary>
    /// <param name="kind">As `eng/lab/disk` takes it.</param>
    /// <param name="options">Options of `imara boot install`.</param>
    protected Disk(string kind, params string[] options)
    {
        made = new(() =>
        {
            var lab = Command.Run(Repository.PathOf("eng/lab/disk"), [kind, NativeBinary.Path, folder, .. options]);
            Assert.True(lab.Exit == 0, lab.Error);
            return Path.Combine(folder, "disk");
        });
    }

    /// <summary>Boots a copy of the disk.</summary>
    /// <param name="files">Policies: where they are on the disk, and their text.</param>
    internal DiskBoot Boot(params (string Path, string Text)[] files) => BootUntil("", files);

    /// <summary>Boots a copy of the disk, and stops it from outside when its console says a text.</summary>
    /// <param name="text">The text; empty: the machine ends by itself.</param>
    /// <param name="files">Policies: where they are on the disk, and their text.</param>
    internal DiskBoot BootUntil(string text, params (string Path, string Text)[] files)
    {
        var copy = made.Value + "-copy";
        var edits = new List<string>();
        foreach (var (path, content) in files)
        {
            var source = Path.Combine(folder, $"file{edits.Count}");
            File.WriteAllText(source, content);
            edits.Add($"write {source} {path}");
        }

        var lab = Command.Run("sh", ["-c", "cp --sparse=always \"$0\" \"$0-copy\" && for edit; do /sbin/debugfs -w -R \"$edit\" \"$0-copy\" || exit; done", made.Value, .. edits]);
        Assert.True(lab.Exit == 0, lab.Error);
        return DiskBoot.Of(folder, copy, text);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
