using Imara.Linux.Files;

namespace Imara.Runtime.Usage;

/// <summary>What of a file's status tells that it changed.</summary>
/// <param name="Born">When it was made.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Modified">Last change of the content.</param>
/// <param name="Changed">Last change of content or metadata.</param>
internal readonly record struct FileStamp(FileTime Born, long Size, FileTime Modified, FileTime Changed)
{
    internal static FileStamp Of(in FileStatus status) => new(status.Born, status.Size, status.Modified, status.Changed);

    /// <summary>What happened since <paramref name="earlier"/>.</summary>
    internal FileChange Since(in FileStamp earlier)
    {
        if (this == earlier)
        {
            return FileChange.None;
        }

        if (Born != earlier.Born)
        {
            return FileChange.Replaced;
        }

        return Size != earlier.Size || Modified != earlier.Modified ? FileChange.Content : FileChange.Attributes;
    }
}
