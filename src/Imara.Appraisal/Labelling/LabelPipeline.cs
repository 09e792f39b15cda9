namespace Imara.Appraisal.Labelling;

/// <summary>The belt between the walk, the workers and the listener. Bounded: a walk that is ahead waits, so that memory and descriptors stay few.</summary>
internal sealed class LabelPipeline(int workers, Action<LabelBatch> tell)
{
    private readonly Lock telling = new();
    private readonly object gate = new();
    private readonly Queue<LabelBatch> waiting = [];
    private readonly Queue<LabelBatch> idle = [];
    private readonly Dictionary<long, LabelBatch> done = [];
    private readonly int most = 4 * workers;
    private long nextNumber;
    private long nextTold;
    private int made;
    private bool isEnded;

    /// <summary>An empty batch; waits until one is free.</summary>
    public LabelBatch Rent()
    {
        lock (gate)
        {
            while (idle.Count == 0 && made >= most)
            {
                Monitor.Wait(gate);
            }

            if (idle.TryDequeue(out var batch))
            {
                return batch;
            }

            made++;
            return new LabelBatch();
        }
    }

    /// <summary>Gives a filled batch to the workers.</summary>
    public void Put(LabelBatch batch)
    {
        lock (gate)
        {
            batch.Number = nextNumber++;
            waiting.Enqueue(batch);
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>No batch will follow.</summary>
    public void End()
    {
        lock (gate)
        {
            isEnded = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>The next batch to work on; waits; null when there is none left.</summary>
    public LabelBatch? Take()
    {
        lock (gate)
        {
            while (waiting.Count == 0 && !isEnded)
            {
                Monitor.Wait(gate);
            }

            return waiting.TryDequeue(out var batch) ? batch : null;
        }
    }

    /// <summary>Takes back a batch that was worked on, and tells it as soon as those before it are told.</summary>
    public void Return(LabelBatch batch)
    {
        lock (telling)
        {
            done.Add(batch.Number, batch);
            while (done.Remove(nextTold, out var next))
            {
                nextTold++;
                tell(next);
                next.Clear();
                lock (gate)
                {
                    idle.Enqueue(next);
                    Monitor.PulseAll(gate);
                }
            }
        }
    }
}
