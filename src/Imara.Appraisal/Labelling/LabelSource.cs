using Imara.Engine.Files;
using Imara.Linux.Files;
using Imara.Linux.Trees;

namespace Imara.Appraisal.Labelling;

/// <summary>Meets the files, opens those that count, and puts them on the belt.</summary>
internal sealed class LabelSource(LabelPipeline pipeline, LabelOptions options, bool opens, CancellationToken stop) : ITreeVisitor
{
    // States of directories: what is above 0 is the length of the root's path, with a bit for directories that are left out.
    private const ulong LeftOut = 1UL << 62;
    private const ulong Known = 1UL << 63;

    private readonly Dictionary<InodeKey, uint> linksLeft = [];
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
    public void File(in TreeFile found)
    {
        if (stop.IsCancellationRequested)
        {
            IsStopped = true;
            return;
        }

        if ((state & LeftOut) != 0
            || (options.Detached && found.Name.EndsWith(Detached.Suffix))
            || (options.Filter is { } filter && (!filter.Wants(found.Status) || !filter.Wants(Below(found.Path))))
            || (found.Status.Links > 1 && !IsFirstName(found.Status)))
        {
            return;
        }

        var error = opens ? found.Open(out var descriptor, out var status) : found.Hold(out descriptor, out status);
        Put(found.Path, descriptor, status, error == Errno.None ? default : OutcomeOf(error));
    }

    /// <inheritdoc/>
    public void Failed(ReadOnlySpan<byte> path, TreeFailure failure, Errno error)
    {
        if (stop.IsCancellationRequested || failure is TreeFailure.OtherRoot || (state & LeftOut) != 0)
        {
            return;
        }

        Put(path, -1, default, failure switch
        {
            TreeFailure.Vanished => new FileOutcome(FileStatusWord.Vanished),
            TreeFailure.OtherFileSystem => new FileOutcome(FileStatusWord.Skipped, "other-filesystem"),
            TreeFailure.Loop => new FileOutcome(FileStatusWord.Skipped, "mounted-below-itself"),
            _ => new FileOutcome(FileStatusWord.Unreadable, string.Empty, error),
        });
    }

    /// <summary>A path of the caller's that is no directory.</summary>
    public void Single(ReadOnlyMemory<byte> path)
    {
        if (stop.IsCancellationRequested)
        {
            IsStopped = true;
            return;
        }

        var error = FileStatus.ReadLink(path.Span, out var status);
        if (error != Errno.None)
        {
            Put(path.Span, -1, default, new FileOutcome(FileStatusWord.Unreadable, string.Empty, error));
            return;
        }

        if (!status.IsRegularFile)
        {
            Put(path.Span, -1, default, new FileOutcome(FileStatusWord.Failed, status.IsDirectory ? "is-a-directory" : status.IsSymbolicLink ? "is-a-symbolic-link" : "not-a-regular-file"));
            return;
        }

        if ((options.Filter is { } filter && (!filter.Wants(status) || !filter.Wants(path.Span)))
            || (status.Links > 1 && !IsFirstName(status)))
        {
            return;
        }

        var flags = opens ? OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoTerminal | OpenFlags.NoFollow : OpenFlags.PathOnly | OpenFlags.NoFollow;
        error = Descriptor.Open(path.Span, flags, out var descriptor);
        if (error == Errno.None)
        {
            error = FileStatus.Read(descriptor, out var opened);
            if (error == Errno.None && (opened.Inode != status.Inode || opened.Device != status.Device))
            {
                error = Errno.ESTALE;
            }

            status = opened;
            if (error != Errno.None)
            {
                Descriptor.Close(descriptor);
                descriptor = -1;
            }
        }

        Put(path.Span, descriptor, status, error == Errno.None ? default : OutcomeOf(error));
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

    private static FileOutcome OutcomeOf(Errno error) => error is Errno.ENOENT or Errno.ESTALE
        ? new FileOutcome(FileStatusWord.Vanished)
        : new FileOutcome(FileStatusWord.Unreadable, string.Empty, error);

    // A trailing slash belongs to the root.
    private static int RootLength(ReadOnlySpan<byte> root) => root.EndsWith("/"u8) ? root.Length : root.Length + 1;

    private ReadOnlySpan<byte> Below(ReadOnlySpan<byte> path) => path[Math.Min(path.Length, (int)(uint)state)..];

    // Memory for files with names that are still to come.
    private bool IsFirstName(in FileStatus status)
    {
        var key = new InodeKey(status.Device, status.Inode);
        if (!linksLeft.TryGetValue(key, out var left))
        {
            linksLeft[key] = status.Links - 1;
            return true;
        }

        if (left > 1)
        {
            linksLeft[key] = left - 1;
        }
        else
        {
            linksLeft.Remove(key);
        }

        return false;
    }

    private void Put(ReadOnlySpan<byte> path, int descriptor, in FileStatus status, in FileOutcome outcome)
    {
        batch ??= pipeline.Rent();
        batch.Add(path, descriptor, status, outcome);
        if (batch.IsFull)
        {
            End();
        }
    }
}
