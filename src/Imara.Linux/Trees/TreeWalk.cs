using Imara.Linux.Files;
using Imara.Linux.Interop;
using Imara.Linux.Processes;

namespace Imara.Linux.Trees;

/// <summary>Walks over directory trees on several threads; memory is that of the directories that wait.</summary>
/// <remarks>
/// Nothing but directories is opened, each by its name in the one above, so that paths may have any length and a renamed directory leads nowhere else.
/// Symbolic links are never followed, except by the path of a root.
/// </remarks>
public static class TreeWalk
{
    // One directory for each level with directories that wait; far more than paths are deep.
    private const ulong WantedDescriptors = 65536;

    /// <summary>Visits every regular file below the roots once, also where one root lies in another.</summary>
    /// <param name="roots">Paths of directories, without a NUL.</param>
    /// <param name="options">How to walk.</param>
    /// <param name="makeVisitor">Called once for each thread.</param>
    /// <returns>The visitors, to be added up. A root that is no directory is told to the first one as <see cref="TreeFailure.Directory"/>.</returns>
    /// <exception cref="AggregateException">A visitor threw; the walk has stopped.</exception>
    public static IReadOnlyList<T> Run<T>(IReadOnlyList<ReadOnlyMemory<byte>> roots, TreeWalkOptions options, Func<T> makeVisitor)
        where T : ITreeVisitor
    {
        ArgumentNullException.ThrowIfNull(roots);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(makeVisitor);
        _ = DescriptorLimit.Raise(WantedDescriptors);
        var visitors = Enumerable.Range(0, Math.Max(1, options.Workers)).Select(_ => makeVisitor()).ToArray();
        var plan = new RootPlan();
        foreach (var root in roots)
        {
            plan.Add(root, visitors[0]);
        }

        var queue = new DirectoryQueue();
        if (plan.Nodes.Count == 0)
        {
            return visitors;
        }

        queue.Add(plan.Nodes);
        var failures = new List<Exception>();
        var threads = visitors.Skip(1).Select(visitor => new Thread(() => Work(visitor))).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        Work(visitors[0]);
        foreach (var thread in threads)
        {
            thread.Join();
        }

        return failures.Count == 0 ? visitors : throw new AggregateException(failures);

        void Work(T visitor)
        {
            try
            {
                new TreeWorker(queue, plan, visitor, options).Run();
            }
            catch (Exception failure)
            {
                lock (failures)
                {
                    failures.Add(failure);
                }

                queue.End();
            }
        }
    }
}
