namespace Imara.Appraisal.Simulating;

/// <summary>How far a simulation is, for somebody who watches it from another thread.</summary>
public sealed class SimulationProgress
{
    private long files;

    /// <summary>Files visited so far.</summary>
    public long Files => Interlocked.Read(ref files);

    internal void Add(long more) => Interlocked.Add(ref files, more);
}
