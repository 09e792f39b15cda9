using Imara.Boot.Discovery;

namespace Imara.Boot.Proving;

/// <summary>Which policy a system loads.</summary>
public static class PolicyOfLoader
{
    private const string Unit = "etc/systemd/system/imara-policy.service";
    private const string Option = " --policy ";

    /// <summary>Looks for it: where PID 1 and `boot load` look, else what our unit names.</summary>
    /// <param name="root">The system.</param>
    /// <returns>Its path in the system, with a slash before it; null if there is none.</returns>
    public static string? Find(string root)
    {
        if (new BootSearch(root, []).FindPolicy(out _) is { } found)
        {
            return "/" + Path.GetRelativePath(root, found.Path);
        }

        var unit = Path.Combine(root, Unit);
        var start = File.Exists(unit) ? File.ReadLines(unit).FirstOrDefault(line => line.StartsWith("ExecStart=", StringComparison.Ordinal) && line.Contains(Option, StringComparison.Ordinal)) : null;
        var named = start?[(start.IndexOf(Option, StringComparison.Ordinal) + Option.Length)..].Split(' ')[0];
        return named is not null && BootSearch.Exists(root.TrimEnd('/') + named) ? named : null;
    }
}
