namespace Imara.Linux.Interop;

/// <summary>Paths as C wants them: bytes with a NUL behind.</summary>
internal static class PathText
{
    /// <summary>PATH_MAX: longest path with its NUL.</summary>
    internal const int Max = 4096;

    /// <summary>Copies <paramref name="path"/> and a NUL to <paramref name="target"/>, which holds <see cref="Max"/> bytes.</summary>
    internal static Errno Terminate(ReadOnlySpan<byte> path, Span<byte> target)
    {
        if (path.Length >= target.Length)
        {
            return Errno.ENAMETOOLONG;
        }

        if (path.Contains((byte)0))
        {
            return Errno.EINVAL;
        }

        path.CopyTo(target);
        target[path.Length] = 0;
        return Errno.None;
    }
}
