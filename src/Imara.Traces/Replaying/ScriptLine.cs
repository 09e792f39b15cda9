namespace Imara.Traces.Replaying;

/// <summary>The first line of a script. Pure.</summary>
/// <remarks>execve(2), Interpreter scripts; docs/reference/corpus.md.</remarks>
internal static class ScriptLine
{
    // The kernel looks at so many bytes of a file.
    private const int HeadSize = 256;

    /// <summary>The interpreter that a script names.</summary>
    /// <param name="content">The file.</param>
    /// <param name="interpreter">Its path; empty if the line names none that the kernel takes.</param>
    /// <returns>False if the file is no script.</returns>
    public static bool TryRead(ReadOnlySpan<byte> content, out ReadOnlySpan<byte> interpreter)
    {
        interpreter = default;
        if (!content.StartsWith("#!"u8))
        {
            return false;
        }

        var isCut = content.Length > HeadSize;
        var line = content[2..Math.Min(content.Length, HeadSize)];
        var end = line.IndexOf((byte)'\n');
        line = end < 0 ? line : line[..end];
        var path = line.TrimStart(" \t"u8);
        var stop = path.IndexOfAny((byte)' ', (byte)'\t', (byte)0);

        // Arguments may be cut, the path may not.
        if (stop < 0 && end < 0 && isCut)
        {
            return true;
        }

        interpreter = stop < 0 ? path : path[..stop];
        return true;
    }
}
