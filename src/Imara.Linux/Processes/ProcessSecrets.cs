using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>Keeps what this process knows in this process.</summary>
public static class ProcessSecrets
{
    private const int SetDumpable = 4; // PR_SET_DUMPABLE

    /// <summary>From now on no core file is written, and no other process of the user may look into this one; for a process that holds a private key.</summary>
    public static void Guard() => _ = Libc.PrCtl(SetDumpable, 0, 0, 0, 0);
}
