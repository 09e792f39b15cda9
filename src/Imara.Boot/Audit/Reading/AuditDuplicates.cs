namespace Imara.Boot.Audit.Reading;

/// <summary>Tells records that were seen before: a journal holds what came through the kernel log and through the audit socket.</summary>
/// <remarks>
/// A record with a number is the same if everything is equal. In the short forms of the journal the socket's records have no number: of those and of
/// numbered ones that are equal up to the second, the larger group counts.
/// </remarks>
internal sealed class AuditDuplicates
{
    private const int MaxKept = 8192;

    private HashSet<IntegrityRecord> numbered = [];
    private HashSet<IntegrityRecord> numberedBefore = [];
    private Dictionary<IntegrityRecord, (int Numbered, int Bare)> counts = [];
    private Dictionary<IntegrityRecord, (int Numbered, int Bare)> countsBefore = [];

    /// <summary>True if the record is to be counted.</summary>
    public bool IsNew(IntegrityRecord record)
    {
        if (record.Serial is not null)
        {
            if (numberedBefore.Contains(record) || !numbered.Add(record))
            {
                return false;
            }

            Rotate(ref numbered, ref numberedBefore);
        }

        if (record.Time is not { } time)
        {
            return true;
        }

        // A numbered record asks only whether a bare one was counted in its place.
        var key = record with { Serial = null, Time = DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds()) };
        var (with, without) = counts.GetValueOrDefault(key, countsBefore.GetValueOrDefault(key));
        var isNew = record.Serial is not null ? ++with > without : ++without > with;
        counts[key] = (with, without);
        if (counts.Count > MaxKept)
        {
            (countsBefore, counts) = (counts, []);
        }

        return isNew;
    }

    private static void Rotate(ref HashSet<IntegrityRecord> now, ref HashSet<IntegrityRecord> before)
    {
        if (now.Count > MaxKept)
        {
            (before, now) = (now, []);
        }
    }
}
