using System.Runtime.InteropServices;

namespace Imara.Hashing;

/// <summary>Libraries of the system, that is to say not those that lie beside the program.</summary>
internal static class SystemLibrary
{
    /// <summary>Loads a library where the system's linker finds it.</summary>
    /// <param name="name">The file's name, such as <c>libcrypto.so.3</c>.</param>
    /// <param name="library">The library.</param>
    internal static bool TryLoad(string name, out nint library) =>
        NativeLibrary.TryLoad(name, typeof(SystemLibrary).Assembly, DllImportSearchPath.System32, out library);
}
