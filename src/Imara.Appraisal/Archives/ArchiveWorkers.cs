using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Archives;

/// <summary>Threads that decide about files while the archive is read and written; entries leave in the order in which they came.</summary>
internal sealed class ArchiveWorkers : IDisposable
{
    private const int MaxJobs = 4096;
    private const long MaxMemory = 64 << 20;

    private readonly object gate = new();
    private readonly Func<FileAction> actions;
    private readonly Queue<ArchiveJob> undecided = new();
    private readonly Queue<ArchiveJob> all = new();
    private readonly List<Thread> threads = [];
    private readonly int count;
    private readonly Decider? here;
    private long memory;
    private bool isEnding;

    /// <summary>Prepares; a thread is started when there is work for it.</summary>
    /// <param name="actions">Makes the action of one thread.</param>
    /// <param name="count">Number of threads, from 1. With 1 there is none but that of the caller.</param>
    public ArchiveWorkers(Func<FileAction> actions, int count)
    {
        this.actions = actions;
        this.count = count;
        here = count == 1 ? new Decider(actions) : null;
    }

    /// <summary>Takes an entry.</summary>
    /// <param name="job">The entry; from now on it belongs to the queue.</param>
    /// <param name="decide">True if the action is to be asked.</param>
    public void Add(ArchiveJob job, bool decide)
    {
        if (decide && here is not null)
        {
            here.Decide(job);
            decide = false;
        }

        lock (gate)
        {
            all.Enqueue(job);
            memory += job.MemorySize;
            job.IsDone = !decide;
            if (decide)
            {
                undecided.Enqueue(job);
                Monitor.PulseAll(gate);
            }
        }

        if (decide && threads.Count < count)
        {
            var thread = new Thread(Work) { IsBackground = true, Name = "archive worker" };
            threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Gives the next entry that can be written, to be disposed by the caller.</summary>
    /// <param name="isLast">False: waits only while there is no room for more. True: waits for every entry.</param>
    /// <param name="job">The entry.</param>
    /// <returns>False if there is none.</returns>
    public bool TryTake(bool isLast, out ArchiveJob? job)
    {
        lock (gate)
        {
            while (all.TryPeek(out job))
            {
                if (job.IsDone)
                {
                    all.Dequeue();
                    memory -= job.MemorySize;
                    return true;
                }

                if (!isLast && all.Count < MaxJobs && memory < MaxMemory)
                {
                    return false;
                }

                Monitor.Wait(gate);
            }

            return false;
        }
    }

    /// <summary>Ends the threads; entries that were not taken are dropped.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isEnding = true;
            undecided.Clear();
            Monitor.PulseAll(gate);
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        here?.Dispose();

        while (all.TryDequeue(out var job))
        {
            job.Dispose();
        }
    }

    private void Work()
    {
        using var decider = new Decider(actions);
        while (TryNext(out var job))
        {
            decider.Decide(job);
            lock (gate)
            {
                job.IsDone = true;
                Monitor.PulseAll(gate);
            }
        }
    }

    private bool TryNext(out ArchiveJob job)
    {
        lock (gate)
        {
            while (!undecided.TryDequeue(out job!))
            {
                if (isEnding)
                {
                    return false;
                }

                Monitor.Wait(gate);
            }

            return true;
        }
    }

    // What one thread decides with.
    private sealed class Decider(Func<FileAction> actions) : IDisposable
    {
        private readonly ArchivedFile file = new();
        private FileAction? action;

        public void Decide(ArchiveJob job)
        {
            try
            {
                action ??= actions();
                file.Begin(job.Entry, job.Content);
                job.Outcome = action.Act(file);
            }
#pragma warning disable CA1031 // Whatever it is, it is thrown again on the thread that labels the archive.
            catch (Exception error)
#pragma warning restore CA1031
            {
                job.Failure = error;
            }
        }

        public void Dispose() => file.Dispose();
    }
}
