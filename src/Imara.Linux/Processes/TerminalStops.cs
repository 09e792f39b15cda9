using System.Runtime.CompilerServices;
using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>The signals by which a terminal stops processes: the key (SIGTSTP), reading from the background (SIGTTIN) and writing from there (SIGTTOU).</summary>
public static unsafe class TerminalStops
{
    private const nint Ignored = 1;
    private const int StructureSize = 256;
    private static readonly int[] Signals = [20, 21, 22];
    private static ulong ignoredByUs;

    /// <summary>What this process ignores on its own account; programs that it starts get the default back.</summary>
    internal static ulong IgnoredByUs => Volatile.Read(ref ignoredByUs);

    /// <summary>From now on a terminal does not stop this process; programs that it starts can be stopped as without it.</summary>
    public static void Ignore()
    {
        var old = stackalloc byte[StructureSize];
        foreach (var signal in Signals)
        {
            if (Libc.SigAction(signal, null, old) == 0 && Unsafe.ReadUnaligned<nint>(old) != Ignored)
            {
                _ = Libc.Signal(signal, Ignored);
                Interlocked.Or(ref ignoredByUs, 1UL << (signal - 1));
            }
        }
    }
}
