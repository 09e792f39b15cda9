using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>environ(7): the environment as it was given to this process, byte for byte.</summary>
    internal static byte** Environment
    {
        get
        {
            var library = NativeLibrary.Load(Name, typeof(Libc).Assembly, null);
            return *(byte***)NativeLibrary.GetExport(library, "environ");
        }
    }
}
