using System.Buffers.Text;
using System.Text;
using Imara.Linux.Files;

namespace Imara.Linux.ProcFs;

/// <summary>Searches all processes for one open file: slow (each descriptor and mapping is looked at), but it opens nothing outside /proc.</summary>
public static class OpenFileSearch
{
    /// <summary>True if another process has the file open read-only, or has it mapped. Files in flight between processes or held by the kernel are not seen.</summary>
    /// <param name="device">Device number as in <see cref="FileStatus.Device"/>.</param>
    /// <param name="inode">Inode number.</param>
    public static bool IsOpenForReading(ulong device, ulong inode)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), out var process) && process != Environment.ProcessId
                && (HasDescriptor(directory, device, inode) || HasMapping(directory, inode)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if a line of <c>/proc/PID/maps</c> has this inode number. Pure; devices are not compared, since some file systems show another one there.</summary>
    /// <remarks>proc_pid_maps(5).</remarks>
    public static bool MapsInode(ReadOnlySpan<byte> maps, ulong inode)
    {
        // 55d0c0a00000-55d0c0a02000 r--p 00000000 fe:00 1835063                    /usr/bin/cat
        foreach (var range in maps.Split((byte)'\n'))
        {
            var rest = maps[range];
            for (var field = 0; field < 4 && !rest.IsEmpty; field++)
            {
                var space = rest.IndexOf((byte)' ');
                rest = space < 0 ? default : rest[(space + 1)..];
            }

            if (Utf8Parser.TryParse(rest, out ulong number, out _) && number == inode)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasDescriptor(string process, ulong device, ulong inode)
    {
        try
        {
            foreach (var link in Directory.EnumerateFileSystemEntries($"{process}/fd"))
            {
                if (FileStatus.Read(Encoding.UTF8.GetBytes(link), out var status) == Errno.None && status.Device == device && status.Inode == inode
                    && IsReadOnly($"{process}/fdinfo/{Path.GetFileName(link)}"))
                {
                    return true;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
        }

        return false;
    }

    private static bool IsReadOnly(string info) =>
        ProcFile.ReadWhole(Encoding.UTF8.GetBytes(info), out var text) == Errno.None
        && DescriptorInfo.TryParse(text, out var parsed)
        && (parsed.Flags & OpenFlags.AccessMode) == OpenFlags.ReadOnly;

    private static bool HasMapping(string process, ulong inode) =>
        ProcFile.ReadWhole(Encoding.UTF8.GetBytes($"{process}/maps"), out var maps) == Errno.None && MapsInode(maps, inode);
}
