namespace Imara.Appraisal.Simulating;

/// <summary>Keeps the few largest of many directories; of equal ones the first in the order of bytes.</summary>
internal sealed class Heaviest(int count, Func<DirectoryTally, long> weight)
{
    private readonly List<DirectoryTally> kept = [];

    /// <summary>The directories, the largest first.</summary>
    public IReadOnlyList<DirectoryTally> Kept => kept;

    /// <summary>True if a directory of this weight could be among them.</summary>
    public bool MayTake(long candidate) => candidate > 0 && count > 0 && (kept.Count < count || candidate >= weight(kept[^1]));

    /// <summary>Offers a directory.</summary>
    public void Offer(DirectoryTally directory)
    {
        if (!MayTake(weight(directory)))
        {
            return;
        }

        kept.Add(directory);
        kept.Sort((a, b) => weight(b) != weight(a) ? weight(b).CompareTo(weight(a)) : ByteOrder.Instance.Compare(a.Path, b.Path));
        if (kept.Count > count)
        {
            kept.RemoveAt(count);
        }
    }
}
