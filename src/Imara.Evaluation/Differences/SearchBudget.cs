namespace Imara.Evaluation.Differences;

/// <summary>How many looks at rules a search may take.</summary>
internal sealed class SearchBudget(long left)
{
    private long left = left;

    /// <summary>Takes some; false if there are not that many left.</summary>
    public bool TryTake(int count)
    {
        left -= count;
        return left >= 0;
    }
}
