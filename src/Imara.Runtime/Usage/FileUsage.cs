using Imara.Linux.Files;
using Imara.Runtime.Accesses;

namespace Imara.Runtime.Usage;

/// <summary>Who has one file open, and how it looked when it was last seen. Pure.</summary>
/// <remarks>docs/reference/runtime-notes.md, Writers, readers, violations.</remarks>
internal sealed class FileUsage
{
    private FileStamp? seen;
    private bool isTruncated;
    private FileStamp? tooSlow;

    /// <summary>Read-only opens.</summary>
    internal int Readers { get; private set; }

    /// <summary>Writable opens.</summary>
    internal int Writers { get; private set; }

    /// <summary>True if no writer existed at some moment and every one since was seen.</summary>
    internal bool WritersAreExact { get; private set; }

    /// <summary>True if content may have changed without moving a time stamp since it was last read: then the end of writing counts as a change.</summary>
    internal bool MayHideChanges { get; set; }

    /// <summary>True if hashing it took too long, and it has not changed since.</summary>
    internal bool IsTooSlow
    {
        get => tooSlow is { } stamp && stamp == seen;
        set => tooSlow = value ? seen : null;
    }

    /// <summary>True if nobody has it open.</summary>
    internal bool IsIdle => Readers == 0 && Writers == 0;

    /// <summary>True if fewer readers may be left than are counted: unread close events of one task and file merge.</summary>
    internal bool MayOvercountReaders { get; private set; }

    /// <summary>Looks at the file again: what changed without a writer that was seen. truncate(2) and chmod(2) raise no events.</summary>
    internal FileChange Observe(in FileStatus status)
    {
        var now = FileStamp.Of(status);
        var change = seen is { } earlier ? now.Since(earlier) : FileChange.None;
        var earlierSize = seen?.Size ?? 0;
        seen = now;
        if (change == FileChange.Replaced)
        {
            FoundNoReaders();
            Writers = 0;
            WritersAreExact = false;
            MayHideChanges = false;
            return change;
        }

        // What writers do shows when they close it; a file that they cannot have made shorter was truncated.
        var isResized = isTruncated || (change == FileChange.Content && now.Size < earlierSize);
        isTruncated = false;
        return Writers == 0 || change == FileChange.Attributes ? change : isResized ? FileChange.Resized : FileChange.None;
    }

    /// <summary>An open that truncates it was allowed.</summary>
    internal void Truncated() => isTruncated = true;

    /// <summary>An open was allowed.</summary>
    internal void Opened(OpenKind kind)
    {
        if (kind == OpenKind.Reader)
        {
            Readers++;
        }
        else if (kind == OpenKind.Writer)
        {
            Writers++;
        }
    }

    /// <summary>A read-only open was closed; those from before the start were never counted.</summary>
    internal void ClosedReader()
    {
        Readers = Math.Max(0, Readers - 1);
        MayOvercountReaders = Readers > 0;
    }

    /// <summary>A writable open was closed.</summary>
    internal void ClosedWriter()
    {
        Writers = Math.Max(0, Writers - 1);
        MayHideChanges &= Writers > 0;
    }

    /// <summary>It was found that nobody has the file open for reading.</summary>
    internal void FoundNoReaders()
    {
        Readers = 0;
        MayOvercountReaders = false;
    }

    /// <summary>It was found that nobody has the file open for writing.</summary>
    internal void FoundNoWriters()
    {
        Writers = 0;
        WritersAreExact = true;
    }
}
