using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    private static readonly nint AddKeyNumber = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 217 : 248;

    /// <summary>add_key(2), which the C library has no function for.</summary>
    internal static nint AddKey(byte* type, byte* description, byte* payload, nuint length, int keyring) =>
        SysCall(AddKeyNumber, type, description, payload, length, keyring);

    [LibraryImport(Name, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SysCall(nint number, byte* type, byte* description, byte* payload, nuint length, nint keyring);
}
