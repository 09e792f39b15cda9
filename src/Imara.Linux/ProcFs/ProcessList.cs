using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Imara.Linux.ProcFs;

/// <summary>The processes of this machine, as far as /proc shows them.</summary>
public static class ProcessList
{
    private const ulong AtBase = 7;

    /// <summary>Their numbers, the lowest first.</summary>
    public static IReadOnlyList<int> Read()
    {
        var processes = new List<int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var process))
            {
                processes.Add(process);
            }
        }

        processes.Sort();
        return processes;
    }

    /// <summary>The address that the ELF interpreter of a process is loaded at; 0 if it has none or this cannot be read.</summary>
    /// <remarks>proc_pid_auxv(5), AT_BASE. For programs of this machine's word size.</remarks>
    public static ulong InterpreterBase(int process)
    {
        if (ProcFile.ReadWhole(Encoding.ASCII.GetBytes($"/proc/{process}/auxv"), out var vector) != Errno.None)
        {
            return 0;
        }

        for (var at = 0; at + 16 <= vector.Length; at += 16)
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(vector.AsSpan(at)) == AtBase)
            {
                return BinaryPrimitives.ReadUInt64LittleEndian(vector.AsSpan(at + 8));
            }
        }

        return 0;
    }
}
