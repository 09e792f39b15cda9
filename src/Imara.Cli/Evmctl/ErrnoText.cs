using System.Runtime.InteropServices;

namespace Imara.Cli.Evmctl;

/// <summary>What the C library calls an error.</summary>
internal static class ErrnoText
{
    /// <summary>Such as <c>No such file or directory</c>.</summary>
    public static string Of(Errno error) => Marshal.GetPInvokeErrorMessage((int)error);
}
