namespace Imara.Appraisal.Labelling;

/// <summary>How many files had which outcome.</summary>
public sealed class LabelTally
{
    private readonly long[] counts = new long[Enum.GetValues<FileStatusWord>().Length];
    private long bytes;

    /// <summary>Files with an outcome so far; may be read while the work goes on.</summary>
    public long Files => counts.Sum();

    /// <summary>Bytes of content read so far.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>True if the work was stopped before its end.</summary>
    public bool IsInterrupted { get; internal set; }

    /// <summary>Files with one outcome.</summary>
    public long Of(FileStatusWord status) => Interlocked.Read(ref counts[(int)status]);

    /// <summary>Counts one file.</summary>
    /// <param name="status">Its outcome.</param>
    /// <param name="read">Bytes of content that were read.</param>
    public void Add(FileStatusWord status, long read = 0)
    {
        Interlocked.Increment(ref counts[(int)status]);
        Interlocked.Add(ref bytes, read);
    }
}
