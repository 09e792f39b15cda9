using System.Runtime.CompilerServices;
using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>
/// The signals by which a terminal stops processes: the key (SIGTSTP), reading from the background (SIGTTIN) and writing from there (SIGTTOU). And the one of a file that grows
/// beyond its limit (SIGXFSZ): the write says EFBIG then.
/// </summary>
public static unsafe class IgnoredSignals
{
    private const nint Ignored = 1;
    private const int StructureSize = 256;
    private static readonly int[] Signals = [20, 21, 22, 25];
    private static ulong ignoredByUs;

    /// <summary>What this process ignores on its own account; programs that it starts get the default back.</summary>
    internal static ulong IgnoredByUs => Volatile.Read(ref ignoredByUs);

    /// <summary>From now on none of them stops or ends this process; programs that it starts have them as without it.</summary>
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
