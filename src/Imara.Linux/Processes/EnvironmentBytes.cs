using System.Runtime.InteropServices;
using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>Environment variables as bytes: names of folders need not be UTF-8.</summary>
public static unsafe class EnvironmentBytes
{
    /// <summary>The value of a variable; null if there is none.</summary>
    public static byte[]? Get(ReadOnlySpan<byte> name)
    {
        for (var entry = Libc.Environment; *entry is not null; entry++)
        {
            var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(*entry);
            if (text.Length > name.Length && text[name.Length] == (byte)'=' && text.StartsWith(name))
            {
                return text[(name.Length + 1)..].ToArray();
            }
        }

        return null;
    }
}
