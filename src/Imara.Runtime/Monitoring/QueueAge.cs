namespace Imara.Runtime.Monitoring;

/// <summary>Tells how long the events at hand have waited at least; the kernel does not say when they came. Pure.</summary>
/// <remarks>
/// Events are read in the order they came: when the queue is looked at, all in it have come before, and the last of them is known by its number. One look is
/// remembered until its last event has been read.
/// </remarks>
internal sealed class QueueAge
{
    private long lookedAt;
    private long last;

    /// <summary>True when the queue should be looked at: the events of the last look are all read.</summary>
    internal bool WantsLook(long read) => read >= last;

    /// <summary>Remembers a look at the queue.</summary>
    /// <param name="now">Milliseconds of a clock that only moves on.</param>
    /// <param name="read">Number of events read so far.</param>
    /// <param name="waiting">Number of events in the queue.</param>
    internal void Looked(long now, long read, int waiting)
    {
        lookedAt = now;
        last = read + waiting;
    }

    /// <summary>How long the event that is number <paramref name="number"/>, from 1, has waited at least, in milliseconds.</summary>
    internal long Of(long number, long now) => number <= last ? now - lookedAt : 0;
}
