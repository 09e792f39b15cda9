using System.Runtime.ExceptionServices;
using Imara.Appraisal.Archives.Tar;
using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Archives;

/// <summary>
/// Labels the files of a tar archive on its way from one stream to another, without unpacking it and without root. What is not changed is passed on byte for byte; a label is
/// a pax record before the file, so that content is kept until the file has been decided about: in memory up to 1 MiB a file, else in a temporary file without a name.
/// </summary>
/// <remarks>
/// docs/reference/appraisal.md 8. Directories, devices and symbolic links have no labels, a hard link has that of its first name. Sparse files and entries of unknown types are
/// passed on and reported as failed. Memory does not grow with the archive, but for 8 bytes for each file's name.
/// </remarks>
public sealed class TarLabeller
{
    private const int BufferSize = 128 << 10;

    private readonly Func<FileAction> actions;

    /// <summary>Prepares to label.</summary>
    /// <param name="actions">Makes an action; called once on each thread that decides.</param>
    public TarLabeller(Func<FileAction> actions) => this.actions = actions;

    /// <summary>Number of threads that decide about files; 1: the calling thread alone. As many as there are processors by default.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// True for a layer of an image: files named <c>.wh.*</c> say what is gone from the layers below, and the digest by which it is named vouches for its length, so that it
    /// may lack the two zero blocks at its end.
    /// </summary>
    internal bool IsLayer { get; init; }

    /// <summary>Take an archive that ends behind an entry, without its two zero blocks: one that was cut there cannot be told from it.</summary>
    public bool TakesMissingEnd { get; init; }

    /// <summary>True once an archive ended so.</summary>
    public bool IsEndMissing { get; private set; }

    /// <summary>Which files count, by their name in the archive; null: all. Of others nothing is told.</summary>
    public FileFilter? Filter { get; init; }

    /// <summary>Counts the files.</summary>
    public LabelTally Tally { get; init; } = new();

    /// <summary>Stops between two entries.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Hears what becomes of each file.</summary>
    public IArchiveListener? Listener { get; init; }

    /// <summary>Labels one archive.</summary>
    /// <param name="input">The archive, not compressed; read to its end.</param>
    /// <param name="output">Takes the new archive; null: nothing is written (a dry run).</param>
    /// <param name="error">
    /// Why the archive was refused, if the result is false. What was written until then lacks the zero blocks at the end and is no archive: write beside the place, and move it
    /// there only if the result is true.
    /// </param>
    /// <exception cref="IOException">A stream failed, or there is no room for a temporary file.</exception>
    /// <exception cref="OperationCanceledException">Stopped; <see cref="LabelTally.IsInterrupted"/> is set. What was written is no archive.</exception>
    public bool TryLabel(Stream input, Stream? output, out FormatError error)
    {
        var names = new ArchiveNames(Listener);
        var reader = new TarReader(new BufferedStream(input, BufferSize), takesMissingEnd: IsLayer || TakesMissingEnd);
        var buffered = new BufferedStream(output ?? Stream.Null, BufferSize);
        var writer = new TarWriter(buffered);
        using var workers = new ArchiveWorkers(actions, Math.Max(1, Workers));
        while (reader.TryRead(out var entry, out error))
        {
            if (Stop.IsCancellationRequested)
            {
                Tally.IsInterrupted = true;
                throw new OperationCanceledException(Stop);
            }

            IsEndMissing = reader.IsEndMissing;
            if (entry is null)
            {
                Write(workers, isLast: true, writer, buffered, names);
                if (reader.IsEndMissing)
                {
                    Listener?.Warned([], ArchiveWarning.EndMissing);
                }

                writer.WriteTrailer(reader.TrailerLength);
                buffered.Flush();
                return true;
            }

            var content = new Spool(entry.PaddedSize);
            if (!reader.TryReadContent(content, out error))
            {
                content.Dispose();
                break;
            }

            var isWanted = IsWanted(entry);
            workers.Add(new ArchiveJob(entry, content) { IsWanted = isWanted }, decide: isWanted && entry.Kind == TarEntryKind.File);
            Write(workers, isLast: false, writer, buffered, names);
        }

        IsEndMissing = reader.IsEndMissing;
        return false;
    }

    private bool IsWanted(TarEntry entry) =>
        !(IsLayer && ArchiveNames.IsWhiteout(entry.Name.Span)) && (Filter is null || Filter.WantsEntry(ArchiveNames.Trim(entry.Name.Span), entry.Uid, entry.Gid));

    // Writes what is decided; with the last entry, all of it.
    private void Write(ArchiveWorkers workers, bool isLast, TarWriter writer, Stream output, ArchiveNames names)
    {
        while (workers.TryTake(isLast, out var job))
        {
            using (job)
            {
                if (job!.Failure is { } failure)
                {
                    ExceptionDispatchInfo.Throw(failure);
                }

                names.Add(job.Entry);
                PaxRecords? records = null;
                if (job.IsWanted && (job.Outcome ?? OutcomeOf(job.Entry.Kind)) is { } outcome)
                {
                    TarRelabel.Apply(job.Entry, ref outcome, out records);
                    Tally.Add(outcome.Status, job.Outcome is null ? 0 : job.Entry.Size);
                    Listener?.Heard(job.Entry.Name.Span, outcome);
                }

                writer.WriteHeaders(job.Entry, records);
                job.Content.Read(job.Content.Length, output.Write);
            }
        }
    }

    private static FileOutcome? OutcomeOf(TarEntryKind kind) => kind switch
    {
        TarEntryKind.HardLink => new FileOutcome(FileStatusWord.Skipped),
        TarEntryKind.SparseFile => new FileOutcome(FileStatusWord.Failed, "sparse-file"),
        TarEntryKind.Unknown => new FileOutcome(FileStatusWord.Failed, "unknown-entry-type"),
        _ => null,
    };
}
