using System.Text;
using Imara.Linux.Files;

namespace Imara.Boot.Ladder;

/// <summary>A file that gets new content, is made, or is removed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Before">What it holds; null: it does not exist.</param>
/// <param name="After">What it gets; null: it is removed.</param>
public sealed record FileChange(string Path, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte>? After)
{
    /// <summary>A file as it is now, and what it gets.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    public static FileChange Of(string path, ReadOnlyMemory<byte>? after)
    {
        // Not with ?: and null, which would be an empty file.
        ReadOnlyMemory<byte>? before = null;
        if (File.Exists(path))
        {
            var error = WholeFile.Read(Encoding.UTF8.GetBytes(path), WholeFile.UsualCap, ReadOptions.NoFollow, out var content);
            before = error == Errno.None ? content : throw IoErrors.Make(path, error);
        }

        return new FileChange(path, before, after);
    }

    /// <summary>True if there is something to do.</summary>
    public bool IsChange => (Before is null) != (After is null) || (Before is { } before && After is { } after && !before.Span.SequenceEqual(after.Span));
}
