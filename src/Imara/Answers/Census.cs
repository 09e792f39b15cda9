using System.Collections.Immutable;

namespace Imara.Answers;

/// <summary>
/// Counts what was asked for, what of it was looked at, and what was left out and why; from that the answer follows. What was not looked at is never good, and neither is
/// a question about nothing.
/// </summary>
/// <remarks>Safe for use by several threads.</remarks>
public sealed class Census
{
    private readonly long[] counts = new long[Enum.GetValues<Look>().Length];
    private readonly SortedDictionary<string, long> reasons = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private bool isCutShort;

    /// <summary>Everything that was met.</summary>
    public long All
    {
        get
        {
            lock (gate)
            {
                return counts.Sum();
            }
        }
    }

    /// <summary>What the question is about: everything but what was left out.</summary>
    public long Selected => All - Of(Look.LeftOut);

    /// <summary>True if the question is about nothing that was met.</summary>
    public bool IsEmpty => Selected == 0;

    /// <summary>Why things were left out, and how many for each reason.</summary>
    public ImmutableArray<KeyValuePair<string, long>> Reasons
    {
        get
        {
            lock (gate)
            {
                return [.. reasons];
            }
        }
    }

    /// <summary>How many have one outcome.</summary>
    public long Of(Look look)
    {
        lock (gate)
        {
            return counts[(int)look];
        }
    }

    /// <summary>Counts.</summary>
    /// <param name="look">What became of it.</param>
    /// <param name="count">How many.</param>
    public void Add(Look look, long count = 1)
    {
        lock (gate)
        {
            counts[(int)look] += count;
        }
    }

    /// <summary>Counts what the question is not about.</summary>
    /// <param name="why">The reason, in a few words.</param>
    /// <param name="count">How many.</param>
    public void LeaveOut(string why, long count = 1)
    {
        lock (gate)
        {
            counts[(int)Look.LeftOut] += count;
            if (count > 0)
            {
                reasons[why] = reasons.GetValueOrDefault(why) + count;
            }
        }
    }

    /// <summary>The work ended before everything was met.</summary>
    public void CutShort()
    {
        lock (gate)
        {
            isCutShort = true;
        }
    }

    /// <summary>The answer.</summary>
    /// <param name="allowsEmpty">The asker says that there may be nothing to look at.</param>
    public Answer Answer(bool allowsEmpty = false)
    {
        lock (gate)
        {
            var selected = counts.Sum() - counts[(int)Look.LeftOut];
            return isCutShort || counts[(int)Look.NotLookedAt] > 0 || (selected == 0 && !allowsEmpty) ? Answers.Answer.CouldNotTell
                : counts[(int)Look.Bad] > 0 ? Answers.Answer.No
                : Answers.Answer.Yes;
        }
    }
}
