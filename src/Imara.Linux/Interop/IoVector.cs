using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IoVector
{
    internal nuint Base;
    internal nuint Length;
}
