using Imara.Boot.BootEntries;
using Imara.Boot.Programs;
using Imara.Linux.Files;

namespace Imara.Boot.Ladder;

/// <summary>The files below a root that say what kernels are told.</summary>
public sealed class BootEntryFiles
{
    /// <summary>How the names of our entries of systemd-boot begin: by the tilde they sort behind all others, so that none becomes the default by itself.</summary>
    public const string OwnPrefix = "~imara-";

    private readonly string root;

    private BootEntryFiles(string root) => this.root = root;

    /// <summary><c>etc/default/grub</c>, if it is there.</summary>
    public string? GrubDefaults => Existing("etc/default/grub");

    /// <summary>The menu of GRUB, if it is there.</summary>
    public string? GrubMenu => Existing("boot/grub/grub.cfg") ?? Existing("boot/grub2/grub.cfg");

    /// <summary><c>etc/kernel/cmdline</c>, which new entries of systemd-boot are made from, if it is there.</summary>
    public string? KernelCommandLine => Existing("etc/kernel/cmdline");

    /// <summary>The folder of the entries of systemd-boot, if there is one with entries.</summary>
    public string? LoaderFolder
    {
        get
        {
            foreach (var below in (ReadOnlySpan<string>)["boot/loader/entries", "efi/loader/entries", "boot/efi/loader/entries"])
            {
                if (RootedPath.Resolve(root, below) is { } folder && Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.conf").Any())
                {
                    return folder;
                }
            }

            return null;
        }
    }

    /// <summary>The entries of systemd-boot that are not ours, in the order of their names.</summary>
    public IReadOnlyList<string> LoaderEntries => LoaderFolder is { } folder
        ? [.. Directory.EnumerateFiles(folder, "*.conf").Where(path => !Path.GetFileName(path).StartsWith(OwnPrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The files of a system.</summary>
    /// <param name="root">Its root.</param>
    public static BootEntryFiles Of(string root) => new(root);

    /// <summary>Reads a file of entries.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="file">Its entries.</param>
    /// <returns>Why it cannot be read; null if it can.</returns>
    internal static string? Read(string path, BootFileKind kind, out BootFile? file)
    {
        file = null;
        var failure = WholeFile.Read(path, out var content);
        return failure != Errno.None ? $"{path}: {IoErrors.TextOf(failure)}"
            : BootFile.TryRead(content, kind, out file, out var error) ? null
            : $"{path}: {error}";
    }

    // Links lead to the root of the system that is looked at, not to that of this one.
    private string? Existing(string below) => RootedPath.Resolve(root, below) is { } path && File.Exists(path) ? path : null;
}
