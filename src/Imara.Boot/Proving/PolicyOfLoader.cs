using Imara.Boot.Discovery;
using Imara.Boot.Installing;
using Imara.Boot.Programs;

namespace Imara.Boot.Proving;

/// <summary>Which policy a system loads.</summary>
public static class PolicyOfLoader
{
    /// <summary>Looks for it: where PID 1 and `boot load` look, else what our unit, or our part of the initramfs, names.</summary>
    /// <param name="root">The system.</param>
    /// <returns>Its path in the system, with a slash before it; null if there is none.</returns>
    public static string? Find(string root)
    {
        if (new BootSearch(root, []).FindPolicy(out _) is { } found)
        {
            return "/" + Path.GetRelativePath(root, found.Path);
        }

        return InstalledLoader.Of(root).Select(loader => loader.Policy).FirstOrDefault(named => named is not null && RootedPath.Resolve(root, named) is { } at && File.Exists(at));
    }
}
