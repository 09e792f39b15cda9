using Imara.Linux.Files;
using Imara.Linux.Trees;

namespace Imara.Appraisal.Labelling;

/// <summary>Meets the files, and puts those whose names count on the belt.</summary>
internal sealed class LabelSource(LabelPipeline pipeline, LabelOptions options, CancellationToken stop) : ITreeVisitor
{
    // State of a directory: the length of its root's path, and whether it is left out. Never 0, which is what is above a root.
    private const ulong LeftOut = 1UL << 62;
    private const ulong Known = 1UL << 63;

    private readonly HashSet<(ulong Device, ulong Inode)> named = [];
    private LabelBatch? batch;
    private ulong state;

    /// <summary>True if the walk was cut short.</summary>
    public bool IsStopped { get; private set; }

    /// <inheritdoc/>
    public ulong Enter(in TreeDirectory directory, ulong above)
    {
        state = above == 0 ? Known | (uint)RootLength(directory.Path) : above;
        if (above != 0 && options.Filter is { } filter && filter.Excludes(Below(directory.Path)))
        {
            state |= LeftOut;
        }

        return state;
    }

    /// <inheritdoc/>
    public void Leave(in TreeDirectory directory)
    {
    }

    /// <inheritdoc/>
    public void File(in TreeFile file)
    {
        if (stop.IsCancellationRequested)
        {
            IsStopped = true;
            return;
        }

        if ((state & LeftOut) != 0
            || (options.Detached && file.Name.EndsWith(Detached.Suffix))
            || (options.Filter is { } filter && !filter.Wants(Below(file.Path))))
        {
            return;
        }

        Free().Add(file.Path, file.NameLength, file.Keep());
        PutIfFull();
    }

    /// <inheritdoc/>
    public void Failed(ReadOnlySpan<byte> path, TreeFailure failure, Errno error)
    {
        if (stop.IsCancellationRequested || failure is TreeFailure.OtherRoot || (state & LeftOut) != 0)
        {
            return;
        }

        Free().Add(path, failure switch
        {
            TreeFailure.Vanished => new FileOutcome(FileStatusWord.Vanished),
            TreeFailure.OtherFileSystem => FileOutcome.OnOtherFileSystem,
            TreeFailure.Loop => new FileOutcome(FileStatusWord.Skipped, "mounted-below-itself"),
            _ => new FileOutcome(FileStatusWord.Unreadable, string.Empty, error),
        });
        PutIfFull();
    }

    /// <summary>A path of the caller's that is not walked.</summary>
    public void Single(ReadOnlyMemory<byte> path)
    {
        if (stop.IsCancellationRequested)
        {
            IsStopped = true;
            return;
        }

        var error = FileStatus.ReadLink(path.Span, out var status);
        var isLink = error == Errno.None && status.IsSymbolicLink;
        error = isLink ? FileStatus.Read(path.Span, out status) : error;
        if (error == Errno.None && status.IsRegularFile)
        {
            // Two threads must not write to one file, whatever it was called.
            if ((options.Filter is not { } filter || filter.Wants(path.Span)) && named.Add((status.Device, status.Inode)))
            {
                Free().Add(path.Span, path.Length, isLink ? FilePlace.BehindLinks : FilePlace.Anywhere);
            }
        }
        else
        {
            Free().Add(path.Span, error != Errno.None
                ? new FileOutcome(FileStatusWord.Unreadable, isLink ? TreeLabeller.LeadsNowhere : string.Empty, error)
                : new FileOutcome(FileStatusWord.Failed, status.IsDirectory ? TreeLabeller.IsDirectory : "not-a-regular-file"));
        }

        PutIfFull();
    }

    /// <summary>Hands over what is left.</summary>
    public void End()
    {
        if (batch is not null)
        {
            pipeline.Put(batch);
            batch = null;
        }
    }

    // A trailing slash belongs to the root.
    private static int RootLength(ReadOnlySpan<byte> root) => root.EndsWith("/"u8) ? root.Length : root.Length + 1;

    private ReadOnlySpan<byte> Below(ReadOnlySpan<byte> path) => path[Math.Min(path.Length, (int)(uint)state)..];

    private LabelBatch Free() => batch ??= pipeline.Rent();

    private void PutIfFull()
    {
        if (batch is { IsFull: true })
        {
            End();
        }
    }
}
