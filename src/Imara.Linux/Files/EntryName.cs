using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>One name in a folder.</summary>
internal static class EntryName
{
    /// <summary>NAME_MAX, and the NUL.</summary>
    internal const int Room = 256;

    /// <summary>True for a name that can only mean an entry of the folder itself.</summary>
    internal static bool IsOne(ReadOnlySpan<byte> name) =>
        name.Length > 0 && !name.Contains((byte)'/') && !name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8);

    /// <summary>Copies a name and a NUL; EINVAL if it is none, ENAMETOOLONG if no file can have it.</summary>
    internal static Errno Terminate(ReadOnlySpan<byte> name, Span<byte> target) => IsOne(name) ? PathText.Terminate(name, target) : Errno.EINVAL;
}
