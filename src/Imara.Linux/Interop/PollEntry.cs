using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    /// <summary>There is data to read.</summary>
    internal const short In = 1;

    internal int Descriptor;
    internal short Events;
    internal short Returned;
}
