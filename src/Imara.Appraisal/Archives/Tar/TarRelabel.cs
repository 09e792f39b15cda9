using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Archives.Tar;

/// <summary>Turns a decision about a file into the pax records of its entry.</summary>
internal static class TarRelabel
{
    /// <summary>Makes the records that the decision asks for.</summary>
    /// <param name="entry">The file; stays as it is.</param>
    /// <param name="outcome">The decision; it fails where the format has no way to carry it out.</param>
    /// <param name="records">The new records; null if they stay as they are.</param>
    public static void Apply(TarEntry entry, ref FileOutcome outcome, out PaxRecords? records)
    {
        records = null;
        if (outcome.Status is not (FileStatusWord.Written or FileStatusWord.Removed))
        {
            return;
        }

        var changed = entry.Pax?.Copy() ?? new PaxRecords();
        foreach (var (name, value) in (ReadOnlySpan<XattrChange>)[outcome.First, outcome.Second])
        {
            if (name is null)
            {
                continue;
            }

            if (value is null && PaxXattrs.Read(entry.Global, name).Errno == Errno.None)
            {
                outcome = new FileOutcome(FileStatusWord.Failed, "global-header");
                return;
            }

            PaxXattrs.Change(changed, name, value);
        }

        if (changed.Size > PaxRecords.MaxSize / 2)
        {
            outcome = new FileOutcome(FileStatusWord.Failed, "header-too-long");
            return;
        }

        records = changed;
    }
}
