using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>Which signals a thread takes.</summary>
public static unsafe class SignalMask
{
    /// <summary>Bytes of a sigset_t.</summary>
    internal const int SetSize = 128;

    private const int Block = 0;
    private const int Set = 2;
    private const int LastStandardSignal = 31;

    // Raised by what the thread itself does, and made into exceptions by the runtime: ILL, TRAP, ABRT, BUS, FPE, SEGV, SYS.
    private const ulong Faults = (1UL << 3) | (1UL << 4) | (1UL << 5) | (1UL << 6) | (1UL << 7) | (1UL << 10) | (1UL << 30);

    /// <summary>
    /// Starts a thread that takes no signal: handlers run elsewhere, and no call of it is interrupted. Faults of the thread itself still come, and so do the
    /// real-time signals, by which the runtime stops threads to collect garbage.
    /// </summary>
    public static void StartBlocked(Thread thread)
    {
        ArgumentNullException.ThrowIfNull(thread);
        var all = stackalloc byte[SetSize];
        var old = stackalloc byte[SetSize];
        Fill(all);

        // A thread inherits the mask of the one that makes it: there is no moment without it.
        _ = Libc.PThreadSigMask(Block, all, old);
        try
        {
            thread.Start();
        }
        finally
        {
            _ = Libc.PThreadSigMask(Set, old, null);
        }
    }

    /// <summary>Writes the set of everything that <see cref="StartBlocked"/> blocks.</summary>
    internal static void Fill(byte* set)
    {
        new Span<byte>(set, SetSize).Clear();
        *(ulong*)set = ((1UL << LastStandardSignal) - 1) & ~Faults;
    }
}
