using Imara.Linux.Files;
using Imara.Linux.Trees;

namespace Imara.Appraisal.Labelling;

/// <summary>Acts on files of this machine: one thread walks, the others open, read, hash, sign and write.</summary>
/// <param name="makeAction">Called once for each thread.</param>
/// <param name="options">How.</param>
/// <param name="listener">Hears each file.</param>
/// <remarks>
/// Symbolic links are not followed and special files not opened. A file with several names is dealt with under the first one met. A file whose status differs after
/// reading from before is reported as changed and not written. One that changed just before is read when the clock of the file system has moved on.
/// </remarks>
public sealed class TreeLabeller(Func<FileAction> makeAction, LabelOptions options, ILabelListener listener)
{
    /// <summary>How far it is; complete when <see cref="Run"/> has returned.</summary>
    public LabelTally Tally { get; } = new();

    /// <summary>Acts on files, and with <see cref="LabelOptions.Recursive"/> on those below directories.</summary>
    /// <param name="paths">Paths, without a NUL.</param>
    /// <param name="stop">Ends the walk; files that are being worked on are finished.</param>
    public void Run(IReadOnlyList<ReadOnlyMemory<byte>> paths, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var pipeline = new LabelPipeline(options.Jobs, Tell);
        var actions = Enumerable.Range(0, Math.Max(1, options.Jobs)).Select(_ => makeAction()).ToArray();
        var failures = new List<Exception>();
        var linked = new LinkedNames();
        var threads = actions.Select(action => new Thread(() => Work(action))).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        var source = new LabelSource(pipeline, options, stop);
        var roots = new List<ReadOnlyMemory<byte>>();
        try
        {
            foreach (var path in paths)
            {
                if (options.Recursive && FileStatus.ReadLink(path.Span, out var status) == Errno.None && status.IsDirectory)
                {
                    roots.Add(path);
                }
                else
                {
                    source.Single(path);
                }
            }

            if (roots.Count > 0 && !stop.IsCancellationRequested)
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
            throw new AggregateException(failures);
        }

        void Work(FileAction action)
        {
            using var worker = new LabelWorker(action, options, linked, Tally);
            while (pipeline.Take() is { } batch)
            {
                try
                {
                    worker.Work(batch, stop);
                }
                catch (Exception failure)
                {
                    lock (failures)
                    {
                        failures.Add(failure);
                    }
                }

                pipeline.Return(batch);
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
