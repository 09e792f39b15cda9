namespace Imara.Appraisal.Simulating;

/// <summary>A file with several names: what is done to it by any of them is done once.</summary>
internal sealed class LinkedFile(long size)
{
    public long Size => size;

    public HashSet<int> Rules { get; } = [];

    public List<EntryTally> Measures { get; } = [];

    /// <summary>The name that the sizes of entries are of: the first in the order of bytes, so that the answer is the same each time.</summary>
    public ByteString Path { get; set; }

    public bool IsHashed { get; set; }
}
