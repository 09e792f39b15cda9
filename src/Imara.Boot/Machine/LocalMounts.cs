using System.Text;
using Imara.Linux.ProcFs;

namespace Imara.Boot.Machine;

/// <summary>The trees that make a system: its root, and what is mounted below it from a device of this machine.</summary>
public static class LocalMounts
{
    /// <summary>The roots of these trees on this machine: not /proc, /run or what comes over a network.</summary>
    /// <param name="root">The root of the system, absolute.</param>
    public static IReadOnlyList<string> Below(string root)
    {
        var roots = new List<string> { root };
        if (ProcFile.ReadWhole("/proc/self/mountinfo"u8, out var table) != Errno.None)
        {
            return roots;
        }

        var prefix = root.TrimEnd('/') + "/";
        var reader = new MountInfoReader(table);
        while (reader.TryRead(out var entry, out _))
        {
            var bytes = new byte[entry.MountPoint.Length];
            if (!entry.Source.StartsWith("/dev/"u8) || !MountEntry.TryUnescape(entry.MountPoint, bytes, out var length))
            {
                continue;
            }

            var point = Encoding.UTF8.GetString(bytes, 0, length);
            if (point.Length > prefix.Length && point.StartsWith(prefix, StringComparison.Ordinal) && Directory.Exists(point))
            {
                roots.Add(point);
            }
        }

        return roots;
    }
}
