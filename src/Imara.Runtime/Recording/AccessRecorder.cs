using System.Collections.Concurrent;
using Imara.Evaluation;
using Imara.Failures;
using Imara.Linux.Files;
using Imara.Traces.Recording;

namespace Imara.Runtime.Recording;

/// <summary>Takes operations from the thread that answers openers and writes them from a thread of its own.</summary>
/// <remarks>An opener never waits for a disk: where the queue is full, or writing has failed, operations are counted and left out.</remarks>
public sealed class AccessRecorder : IDisposable
{
    private const int QueueSize = 1 << 16;

    private readonly BlockingCollection<RecordedOperation> queue = new(QueueSize);
    private readonly RecordingWriter writer;
    private readonly Thread thread;
    private long dropped;
    private long written;
    private bool isFinished;

    /// <summary>Begins a recording; the stream belongs to the caller, and is written to by another thread until <see cref="Finish"/> has returned.</summary>
    public AccessRecorder(Stream stream, RecordingHeader header)
    {
        writer = new RecordingWriter(stream, header);

        // Whatever a queue loads at its first use must not be loaded while an opener waits.
        var first = new RecordedOperation("cat", [], Credentials.Root, new RecordedFile { Path = ByteString.Empty, Inode = 0 });
        queue.Add(first);
        queue.Take();
        thread = new Thread(Write) { IsBackground = true, Name = "recording" };
        thread.Start();
    }

    /// <summary>Operations in the recording; to be read after <see cref="Finish"/>.</summary>
    public long Written => written;

    /// <summary>Operations that are missing from it; to be read after <see cref="Finish"/>.</summary>
    public long Dropped => dropped;

    /// <summary>Why operations are missing, for people; null: none is.</summary>
    public string? Failure { get; private set; }

    /// <summary>Ends the recording; whoever adds operations has stopped. May be called again.</summary>
    /// <returns>True if nothing is missing.</returns>
    public bool Finish()
    {
        if (isFinished)
        {
            return Failure is null;
        }

        isFinished = true;
        queue.CompleteAdding();
        thread.Join();
        Try(writer.Finish);
        return Failure is null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Finish();
        writer.Dispose();
        queue.Dispose();
    }

    /// <summary>Adds an operation; waits for nobody.</summary>
    internal void Add(RecordedOperation operation)
    {
        if (!queue.TryAdd(operation))
        {
            Failure ??= "operations came faster than they could be written";
            Interlocked.Increment(ref dropped);
        }
    }

    private void Write()
    {
        var isBroken = false;
        foreach (var operation in queue.GetConsumingEnumerable())
        {
            isBroken = isBroken || !Try(() => TryWrite(operation));
            if (isBroken)
            {
                Interlocked.Increment(ref dropped);
            }
            else
            {
                written++;
            }
        }
    }

    private void TryWrite(RecordedOperation operation)
    {
        if (!writer.TryWrite(operation))
        {
            throw new ToldIOException($"a recording has at most {RecordingWriter.MaxBytes >> 20} MiB");
        }
    }

    private bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Failure ??= IoErrors.TextOf(error);
            return false;
        }
    }
}
