using System.Runtime.ExceptionServices;
using Imara.Linux.Files;
using Imara.Linux.Trees;

namespace Imara.Appraisal.Labelling;

/// <summary>Acts on files of this machine: one thread walks, the others open, read, hash, sign and write.</summary>
/// <param name="makeAction">Called once for each thread.</param>
/// <param name="options">How.</param>
/// <param name="listener">Hears each file.</param>
/// <remarks>
/// Symbolic links are followed where a path of the caller's is one, nowhere else; special files are not opened. A file with several names is dealt with under the first one met. A file whose status differs after
/// reading from before is reported as changed and not written. One that changed just before is read when the clock of the file system has moved on.
/// </remarks>
public sealed class TreeLabeller(Func<FileAction> makeAction, LabelOptions options, ILabelListener listener)
{
    /// <summary>The cause of a directory where nobody asked to go into directories.</summary>
    public const string IsDirectory = "is-a-directory";

    /// <summary>The cause of a symbolic link of the caller's to something that cannot be reached.</summary>
    public const string LeadsNowhere = "link-leads-nowhere";

    /// <summary>How far it is; complete when <see cref="Run"/> has returned.</summary>
    public LabelTally Tally { get; } = new();

    /// <summary>Acts on files, and with <see cref="LabelOptions.Recursive"/> on those below directories.</summary>
    /// <param name="paths">Paths, without a NUL.</param>
    /// <param name="stop">Ends the walk; files that are being worked on are finished.</param>
    /// <exception cref="Exception">What the listener or an action threw first; the walk has ended then.</exception>
    public void Run(IReadOnlyList<ReadOnlyMemory<byte>> paths, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(paths);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var failures = new List<Exception>();
        var pipeline = new LabelPipeline(options.Jobs, batch => Try(() => Tell(batch)));
        var actions = Enumerable.Range(0, Math.Max(1, options.Jobs)).Select(_ => makeAction()).ToArray();
        var linked = new LinkedNames();
        var threads = actions.Select(action => new Thread(() => Work(action))).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        var source = new LabelSource(pipeline, options, cut.Token);
        var roots = new List<ReadOnlyMemory<byte>>();
        try
        {
            foreach (var path in paths)
            {
                if (options.Recursive && FileStatus.Read(path.Span, out var status) == Errno.None && status.IsDirectory)
                {
                    roots.Add(path);
                }
                else
                {
                    source.Single(path);
                }
            }

            if (roots.Count > 0 && !cut.IsCancellationRequested)
            {
                TreeWalk.Run(roots, new TreeWalkOptions { AllFileSystems = options.AllFileSystems, Workers = 1, WithoutStatus = true }, () => source);
            }
        }
        finally
        {
            source.End();
            pipeline.End();
            foreach (var thread in threads)
            {
                thread.Join();
            }
        }

        Tally.IsInterrupted = source.IsStopped || stop.IsCancellationRequested;
        if (failures.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }

        void Work(FileAction action)
        {
            using var worker = new LabelWorker(action, options, linked, Tally);
            while (pipeline.Take() is { } batch)
            {
                Try(() => worker.Work(batch, cut.Token));
                pipeline.Return(batch);
            }
        }

        // The first failure ends the walk; batches go on around the belt, so that nobody waits for them.
        void Try(Action work)
        {
            try
            {
                work();
            }
            catch (Exception failure)
            {
                lock (failures)
                {
                    failures.Add(failure);
                }

                cut.Cancel();
            }
        }
    }

    private void Tell(LabelBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (!batch[i].IsPassedOver)
            {
                listener.Heard(batch.PathOf(i).Span, batch[i].Outcome);
            }
        }
    }
}
