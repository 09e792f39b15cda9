using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

/// <summary>struct rlimit with 64-bit members.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceLimit
{
    internal ulong Current;
    internal ulong Maximum;
}
