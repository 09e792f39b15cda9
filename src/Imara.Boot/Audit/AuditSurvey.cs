using Imara.Boot.Audit.Reading;
using Imara.Boot.Audit.Sources;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Audit;

/// <summary>Collects what logs say, grouped: one finding for a process name and user, file and cause.</summary>
/// <param name="window">The time that counts; records without a time always do.</param>
/// <param name="mode">The mode of appraisal of the boot that runs; null if it is not known.</param>
/// <param name="modeOf">The mode that a kernel command line sets; asked where a log holds one.</param>
public sealed class AuditSurvey(AuditWindow window, AppraiseBits? mode, Func<string, AppraiseBits> modeOf)
{
    /// <summary>The most findings; records of further ones are only counted.</summary>
    public const int MaxFindings = 65_536;

    private const int MaxOpenEvents = 256;

    private readonly Dictionary<FindingKey, AuditFinding> findings = [];
    private readonly Dictionary<(DateTimeOffset, ulong), List<AuditFinding>> open = [];
    private readonly Queue<(DateTimeOffset, ulong)> openOrder = new();
    private readonly List<ByteString> losses = [];
    private AppraiseBits? loggedMode;
    private bool hasSocket;
    private bool isThisBoot;

    /// <summary>The findings in the order in which they were met.</summary>
    public IReadOnlyCollection<AuditFinding> Findings => findings.Values;

    /// <summary>Records counted.</summary>
    public long Records { get; private set; }

    /// <summary>Records that found no place among <see cref="MaxFindings"/>.</summary>
    public long Ungrouped { get; private set; }

    /// <summary>Lines that could not be read.</summary>
    public long Malformed { get; private set; }

    /// <summary>What the kernel says about records that it dropped; some may have been of IMA.</summary>
    public IReadOnlyList<ByteString> Losses => hasSocket ? [.. losses.Where(text => !text.Span.EndsWith(" callbacks suppressed"u8))] : losses;

    /// <summary>True if everything was read and grouped, so that no refusal can be missing.</summary>
    public bool IsComplete => Malformed == 0 && Ungrouped == 0 && Losses.Count == 0;

    /// <summary>Begins another log.</summary>
    /// <param name="isOfBoot">True if it holds the boot that runs, and nothing else.</param>
    public void BeginLog(bool isOfBoot)
    {
        loggedMode = null;
        isThisBoot = isOfBoot;
    }

    /// <summary>Takes one item.</summary>
    public void Add(AuditLogItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        switch (item)
        {
            case { Record: { } record }:
                hasSocket |= item.IsFromSocket;
                Add(record);
                break;
            case { Call: { } call }:
                Add(call);
                break;
            case { Kind: AuditLogItemKind.CommandLine }:
                loggedMode = modeOf(item.Text.ToString());
                break;
            case { Kind: AuditLogItemKind.Lost } when losses.Count < MaxOpenEvents:
                losses.Add(item.Text);
                break;
            case { Kind: AuditLogItemKind.Malformed }:
                Malformed++;
                break;
            default:
                break;
        }
    }

    private void Add(IntegrityRecord record)
    {
        if (record.Time < window.Since && !(isThisBoot && window.IsBoot))
        {
            return;
        }

        Records++;
        var cause = AuditCauses.Of(record);
        var key = FindingKey.Of(record, cause, ModeOf(record));
        if (!findings.TryGetValue(key, out var finding))
        {
            if (findings.Count == MaxFindings)
            {
                Ungrouped++;
                return;
            }

            findings[key] = finding = new AuditFinding(record, cause, key.Mode);
        }

        finding.Tally = finding.Tally.With(record.Time);
        if (record is { Time: { } time, Serial: { } serial })
        {
            Open((time, serial)).Add(finding);
        }
    }

    private AppraiseBits? ModeOf(IntegrityRecord record) => loggedMode ?? (isThisBoot || (window.Boot is { } boot && record.Time >= boot) ? mode : null);

    // The record of a system call follows those of its event, others between them.
    private List<AuditFinding> Open((DateTimeOffset, ulong) key)
    {
        if (!open.TryGetValue(key, out var list))
        {
            open[key] = list = [];
            openOrder.Enqueue(key);
            if (openOrder.Count > MaxOpenEvents)
            {
                open.Remove(openOrder.Dequeue());
            }
        }

        return list;
    }

    private void Add(SystemCallRecord call)
    {
        if (!open.TryGetValue((call.Time, call.Serial), out var list))
        {
            return;
        }

        foreach (var finding in list)
        {
            var tally = finding.Tally;
            var isFirst = tally.Denied + tally.Allowed == 0;
            finding.Tally = call.Success ? tally with { Allowed = tally.Allowed + 1 } : tally with { Denied = tally.Denied + 1 };
            finding.Ways |= call.Way;
            finding.Executable = isFirst || finding.Executable == call.Executable ? call.Executable : default;
        }

        list.Clear();
    }
}
