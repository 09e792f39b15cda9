using Imara.Measurements.Lists;

namespace Imara.Measurements.Replay;

/// <summary>What is odd about entries in themselves, PCRs aside.</summary>
internal sealed class EntryFindings(FindingLog findings, EntryDigests digests, EntrySignatures? signatures)
{
    // Templates that a list may name without being known; a list made of nothing else must not cost memory.
    private const int MaxTemplates = 64;

    private readonly Dictionary<string, (long Index, long Offset, long Count)> unknown = new(StringComparer.Ordinal);

    public long Violations { get; private set; }

    /// <summary>What the signatures are worth; null: they are not looked at.</summary>
    public SignatureCounts? Signatures { get; private set; } = signatures is null ? null : default(SignatureCounts);

    /// <summary>Looks at a record; <see cref="EntryDigests"/> were reset to it.</summary>
    public void Add(in ListRecord record)
    {
        var entry = record.Entry;
        if (entry.IsViolation)
        {
            AddViolation(record);
        }
        else if (!ColumnMatches(record))
        {
            findings.Add(record, ListFindingKind.DigestMismatch, $"the template digest of {NameOf(entry)} is not the one of its data");
        }

        if (entry.Template is null)
        {
            NoteUnknown(record);
        }
        else if (entry.FindDefect() is { } defect)
        {
            findings.Add(record, ListFindingKind.MalformedData, $"{defect} {EntryDescription.Escape(entry.TemplateName)}");
        }

        if (signatures is not null)
        {
            AddSignatures(record, signatures);
        }

        if (!PcrBank.IsAttestable(entry.Pcr))
        {
            findings.Add(record, ListFindingKind.NotAttestable, $"PCR {entry.Pcr} of {NameOf(entry)} exists in no TPM");
        }
    }

    /// <summary>Says once for each unknown template how many entries have it.</summary>
    public void Finish()
    {
        foreach (var (name, (index, offset, count)) in unknown.OrderBy(pair => pair.Value.Index))
        {
            var many = count == 1 ? string.Empty : $"; {count} entries have it";
            findings.Add(new ListFinding(index, offset, ListFindingKind.UnknownTemplate, $"template {name} is unknown{many}"));
        }
    }

    public static string NameOf(MeasurementEntry entry) =>
        entry.TryGetName(out var name)
            ? EntryDescription.Escape(name.Span)
            : $"an entry of template {EntryDescription.Escape(entry.TemplateName)}";

    private void AddViolation(in ListRecord record)
    {
        var entry = record.Entry;
        Violations++;
        if (!entry.HasZeroDigest())
        {
            findings.Add(record, ListFindingKind.MalformedViolation, $"the template digest of {NameOf(entry)} is zero, but its file digest is not");
        }
        else if (BootAggregate.IsNameOf(entry))
        {
            findings.Add(record, ListFindingKind.Violation, $"{NameOf(entry)} is recorded as a violation, which no kernel does: it says nothing about the firmware");
        }
        else
        {
            findings.Add(record, ListFindingKind.Violation, $"{NameOf(entry)} was written while it was being measured");
        }
    }

    private void AddSignatures(in ListRecord record, EntrySignatures verifier)
    {
        var status = verifier.Judge(record.Entry, out var reason);
        Signatures = Signatures?.Plus(status);
        if (status == EntrySignatureStatus.Bad)
        {
            findings.Add(record, ListFindingKind.BadSignature, reason);
        }
        else if (status is EntrySignatureStatus.UnknownKey or EntrySignatureStatus.Unchecked)
        {
            findings.Add(
                record, ListFindingKind.UncheckedSignature,
                reason.Length > 0 ? reason : $"the signature of {NameOf(record.Entry)} cannot be verified from a list");
        }
    }

    private void NoteUnknown(in ListRecord record)
    {
        var name = EntryDescription.Escape(record.Entry.TemplateName);
        name = unknown.Count < MaxTemplates || unknown.ContainsKey(name) ? name : "with yet another name";
        var (index, offset, count) = unknown.GetValueOrDefault(name, (record.Index, record.Offset, 0));
        unknown[name] = (index, offset, count + 1);
    }

    private bool ColumnMatches(in ListRecord record)
    {
        var column = record.Digest.Span;
        var digest = digests.Of(record.Column.PaddedSha1 ? HashAlgo.Sha1 : record.Column.Algo);
        return column.Length >= digest.Length && column[..digest.Length].SequenceEqual(digest)
            && !column[digest.Length..].ContainsAnyExcept((byte)0);
    }
}
