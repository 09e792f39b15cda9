namespace Imara.Boot.Proving;

/// <summary>The files of the kernel that a system boots.</summary>
/// <param name="Image">The kernel.</param>
/// <param name="Initrd">Its initramfs; null if it has none.</param>
/// <param name="Config">Its build configuration; null if it is not there.</param>
public sealed record KernelFiles(string Image, string? Initrd, string? Config)
{
    private const string Prefix = "vmlinuz-";

    /// <summary>Looks into <c>boot</c> of a system.</summary>
    /// <param name="root">The system.</param>
    /// <param name="image">The kernel, if the user names it; else the one of <paramref name="release"/>, else the only one.</param>
    /// <param name="initrd">The initramfs, if the user names it.</param>
    /// <param name="release">The release of the kernel that runs; null for another system.</param>
    /// <returns>Null if there is no kernel, or no way to tell which.</returns>
    public static KernelFiles? Find(string root, string? image, string? initrd, string? release)
    {
        var boot = Path.Combine(root, "boot");
        image ??= release is not null && File.Exists(Path.Combine(boot, Prefix + release)) ? Path.Combine(boot, Prefix + release) : OnlyIn(boot);
        if (image is null)
        {
            return null;
        }

        var name = Path.GetFileName(image);
        var version = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : null;
        var beside = Path.GetDirectoryName(Path.GetFullPath(image))!;
        return new(
            image,
            initrd ?? (version is null ? null : FirstOf(beside, $"initrd.img-{version}", $"initramfs-{version}.img", $"initrd-{version}")),
            FirstOf(beside, version is null ? "config" : $"config-{version}"));
    }

    private static string? OnlyIn(string boot)
    {
        var found = Directory.Exists(boot) ? Directory.GetFiles(boot, Prefix + "*") : [];
        return found.Length == 1 ? found[0] : null;
    }

    private static string? FirstOf(string folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (File.Exists(Path.Combine(folder, name)))
            {
                return Path.Combine(folder, name);
            }
        }

        return null;
    }
}
