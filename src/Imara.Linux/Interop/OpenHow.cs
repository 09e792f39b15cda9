using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

/// <summary>struct open_how.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenHow
{
    /// <summary>Flags of open(2).</summary>
    internal ulong Flags;

    /// <summary>Permission bits of a file that is created.</summary>
    internal ulong Mode;

    /// <summary>RESOLVE_ flags.</summary>
    internal ulong Resolve;
}
