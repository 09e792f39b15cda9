using System.Diagnostics.CodeAnalysis;

namespace Imara.Linux.Trees;

/// <summary>The directories that wait, the newest first, which keeps few of them waiting and few open.</summary>
internal sealed class DirectoryQueue
{
    private readonly Stack<DirectoryNode> waiting = new();
    private readonly Lock gate = new();
    private readonly SemaphoreSlim available = new(0);
    private int unfinished;
    private bool isDone;

    /// <summary>Adds directories; a worker that is inside one of them still counts as busy, so the walk is not over in between.</summary>
    internal void Add(List<DirectoryNode> directories)
    {
        if (directories.Count == 0)
        {
            return;
        }

        lock (gate)
        {
            unfinished += directories.Count;
            foreach (var directory in directories)
            {
                waiting.Push(directory);
            }
        }

        available.Release(directories.Count);
    }

    /// <summary>Waits for a directory; false when all are visited.</summary>
    internal bool TryTake([NotNullWhen(true)] out DirectoryNode? directory)
    {
        available.Wait();
        lock (gate)
        {
            return waiting.TryPop(out directory) && !isDone;
        }
    }

    /// <summary>The directory taken last by this worker is visited.</summary>
    internal void Finished(int workers)
    {
        lock (gate)
        {
            if (--unfinished > 0)
            {
                return;
            }
        }

        End(workers);
    }

    /// <summary>Lets every worker go.</summary>
    internal void End(int workers)
    {
        lock (gate)
        {
            isDone = true;
        }

        available.Release(workers);
    }
}
