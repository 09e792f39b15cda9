using Imara.Appraisal.Files;
using Imara.Linux.Files;
using Imara.Linux.Trees;

namespace Imara.Appraisal.Labelling;

/// <summary>One thread that acts on files and applies what was decided.</summary>
internal sealed class LabelWorker : IDisposable
{
    // The clock of file systems ticks every ten milliseconds or faster: a change within the tick of the one before leaves no trace in the times.
    private const long TickNanoseconds = 20_000_000;

    /// <summary>The cause where a name stands for something else than when it was met.</summary>
    private const string Replaced = "replaced-meanwhile";

    private readonly FileDigester digester = new();
    private readonly LiveFile file;
    private readonly FileAction action;
    private readonly LabelOptions options;
    private readonly LinkedNames linked;
    private readonly LabelTally tally;

    // Attributes of a file that is not opened are reached through /proc.
    private readonly bool isOpened;

    public LabelWorker(FileAction action, LabelOptions options, LinkedNames linked, LabelTally tally)
    {
        this.action = action;
        this.options = options;
        this.linked = linked;
        this.tally = tally;
        isOpened = action.ReadsContent || !PathAttributes.IsPossible;
        file = new LiveFile(digester);
    }

    /// <summary>Deals with the files of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="stop">Leaves out the rest.</param>
    public void Work(LabelBatch batch, CancellationToken stop)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            ref var entry = ref batch[i];
            var read = 0L;
            if (entry.IsWork)
            {
                entry.IsPassedOver = stop.IsCancellationRequested || !TryAct(batch, i, ref entry, out read);
                entry.Place.Release();
            }

            if (!entry.IsPassedOver)
            {
                tally.Add(entry.Outcome.Status, read);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => digester.Dispose();

    private bool TryAct(LabelBatch batch, int index, ref LabelBatch.Entry entry, out long read)
    {
        read = 0;
        var error = options.Detached && entry.Place.IsAnywhere ? FilePlace.Find(batch.PathOf(index).Span, entry.Place.IsBehindLinks, out entry.Place, out entry.NameLength) : Errno.None;
        if (error != Errno.None)
        {
            entry.Outcome = new FileOutcome(FileStatusWord.Unreadable, string.Empty, error);
            return true;
        }

        error = entry.Place.Open(batch.TerminatedNameOf(index), !isOpened, options.AllFileSystems, out var descriptor, out var before);
        if (error != Errno.None)
        {
            entry.Outcome = error switch
            {
                Errno.ENOENT => new FileOutcome(FileStatusWord.Vanished),

                // Something else has its name: whoever swaps files must not get them passed over.
                Errno.ESTALE or Errno.ELOOP => new FileOutcome(FileStatusWord.Changed, Replaced),
                Errno.EXDEV => FileOutcome.OnOtherFileSystem,
                _ => new FileOutcome(FileStatusWord.Unreadable, string.Empty, error),
            };
            return true;
        }

        var isWanted = (options.Filter is not { } filter || filter.Wants(before)) && linked.IsFirst(before);
        if (isWanted)
        {
            entry.Outcome = Act(batch, index, descriptor, before);
            if (entry.Place.IsBehindLinks)
            {
                entry.Outcome = entry.Outcome with { Target = file.RealPath };
            }

            read = file.WasRead ? before.Size : 0;
        }

        Descriptor.Close(descriptor);
        return isWanted;
    }

    private FileOutcome Act(LabelBatch batch, int index, int descriptor, in FileStatus before)
    {
        if (action.ReadsContent)
        {
            WaitForTick(before.Changed);
        }

        file.Begin(batch.PathOf(index), descriptor, before, isOpened);
        var outcome = action.Act(file);
        if (outcome.Status == FileStatusWord.Unreadable && outcome.Errno == Errno.None)
        {
            outcome = outcome with { Errno = file.Failure };
        }

        if (file.WasRead && (FileStatus.Read(descriptor, out var after) != Errno.None || after != before))
        {
            return new FileOutcome(FileStatusWord.Changed);
        }

        if (options.DryRun || outcome.Status is not (FileStatusWord.Written or FileStatusWord.Removed))
        {
            return outcome;
        }

        return options.Detached ? Detach(batch[index].Place, batch.TerminatedNameOf(index)[..^1], outcome) : Apply(outcome);
    }

    private static void WaitForTick(FileTime changed)
    {
        var age = FileTime.Now.NanosecondsSince(changed);
        if (age is >= 0 and < TickNanoseconds)
        {
            Thread.Sleep((int)((TickNanoseconds - age) / 1_000_000) + 1);
        }
    }

    // In the directory that the file was opened in, wherever its path leads by now.
    private static FileOutcome Detach(FilePlace place, ReadOnlySpan<byte> name, in FileOutcome outcome)
    {
        var error = place.PutBeside([.. name, .. Detached.Suffix], outcome.First.Value, Detached.Mode);
        return error == Errno.None ? outcome : new FileOutcome(FileStatusWord.Failed, string.Empty, error);
    }

    private FileOutcome Apply(in FileOutcome outcome)
    {
        // Read before it is gone: of two changes both are made or none.
        var old = outcome.Second.Name is null ? default : file.Xattr(outcome.First.Name!);
        var error = file.Apply(outcome.First);
        if (error != Errno.None)
        {
            return new FileOutcome(FileStatusWord.Failed, string.Empty, error);
        }

        if (outcome.Second.Name is not null)
        {
            error = file.Apply(outcome.Second);
            if (error != Errno.None)
            {
                // What cannot be put back is said as well.
                var name = outcome.First.Name!;
                var undone = file.Apply(new XattrChange(name, old.Errno == Errno.None ? old.Value.ToArray() : null));
                return new FileOutcome(FileStatusWord.Failed, undone == Errno.None ? string.Empty : $"{name} is changed already", error);
            }
        }

        return outcome;
    }
}
