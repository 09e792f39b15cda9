using System.Collections.Immutable;
using System.Text;
using Imara.Boot.Discovery;
using Imara.Boot.Installing;
using Imara.Boot.Programs;
using Imara.Linux.Files;

namespace Imara.Boot.Checking;

/// <summary>Looks for what loads policies in a system.</summary>
/// <remarks>docs/reference/boot.md 2 and 3.</remarks>
public static class LoaderSearch
{
    private const string PolicyOfPid1 = "/etc/ima/ima-policy";
    private static readonly string[] DracutFolders = ["/usr/lib/dracut/dracut.conf.d", "/etc/dracut.conf.d"];

    /// <summary>What is there, in the order of a boot.</summary>
    /// <param name="root">The root of the system.</param>
    /// <param name="init">The path of its init; null: it has none.</param>
    public static ImmutableArray<PolicyLoadAtBoot> In(string root, string? init) => In(root, init, InstalledLoader.Of(root));

    /// <summary>The same, where what is installed is known.</summary>
    /// <param name="root">The root of the system.</param>
    /// <param name="init">The path of its init; null: it has none.</param>
    /// <param name="installed">What `imara boot install` put there.</param>
    internal static ImmutableArray<PolicyLoadAtBoot> In(string root, string? init, IEnumerable<InstalledLoader> installed)
    {
        var found = new List<PolicyLoadAtBoot>();
        var search = new BootSearch(root, []);
        var usual = search.FindPolicy(out var places)?.Path is { } first ? RootedPath.Resolve("/", first) : null;
        foreach (var loader in installed)
        {
            var policy = loader.Policy is { } named ? RootedPath.Resolve(root, named) : usual;
            found.Add(new PolicyLoadAtBoot(loader.System == InitSystem.Systemd ? LoadedBy.Unit : LoadedBy.Initramfs, policy, loader.Path));
        }

        if (HasModuleIntegrity(root))
        {
            found.Add(new PolicyLoadAtBoot(LoadedBy.Initramfs, RootedPath.Resolve("/", places[^1].Path), "dracut's module integrity"));
        }

        if (init is not null && Path.GetFileName(RootedPath.Resolve(root, init)) == "systemd" && RootedPath.Resolve(root, PolicyOfPid1) is { } own)
        {
            found.Add(new PolicyLoadAtBoot(LoadedBy.Pid1, own, "PID 1 of systemd"));
        }

        return [.. found.OrderBy(load => load.By)];
    }

    // The module is in an image only if a configuration asks for it.
    private static bool HasModuleIntegrity(string root)
    {
        var files = DracutFolders.Select(folder => RootedPath.Resolve(root, folder)).Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder!, "*.conf"))
            .Append(RootedPath.Resolve(root, "/etc/dracut.conf") ?? string.Empty);
        return files.Any(file => WholeFile.Read(file, out var text) == Errno.None && Encoding.UTF8.GetString(text).Split('\n').Any(AsksForIntegrity));
    }

    private static bool AsksForIntegrity(string line)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && line[..equals].Trim().TrimEnd('+') is "add_dracutmodules" or "dracutmodules" or "force_add_dracutmodules"
            && line[(equals + 1)..].Split(['"', '\'', ' ', '\t']).Contains("integrity");
    }
}
