using System.Diagnostics.CodeAnalysis;

namespace Imara.Linux.Trees;

/// <summary>The directories that wait, the newest first, which keeps few of them waiting and few open.</summary>
internal sealed class DirectoryQueue
{
    private readonly Stack<DirectoryNode> waiting = new();
    private readonly object gate = new();
    private int unfinished;
    private bool isDone;

    /// <summary>Adds directories; one that is being visited counts as unfinished, so the walk is not over in between.</summary>
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

            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits for a directory; false when all are visited.</summary>
    internal bool TryTake([NotNullWhen(true)] out DirectoryNode? directory)
    {
        lock (gate)
        {
            while (!isDone && waiting.Count == 0)
            {
                Monitor.Wait(gate);
            }

            directory = isDone ? null : waiting.Pop();
            return directory is not null;
        }
    }

    /// <summary>A directory that was taken is visited.</summary>
    internal void Finished()
    {
        lock (gate)
        {
            unfinished--;
            if (unfinished == 0)
            {
                isDone = true;
                Monitor.PulseAll(gate);
            }
        }
    }

    /// <summary>Lets every worker go.</summary>
    internal void End()
    {
        lock (gate)
        {
            isDone = true;
            Monitor.PulseAll(gate);
        }
    }
}
