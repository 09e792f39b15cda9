using Imara.Boot.Audit.Sources;
using Imara.Boot.Audit;
using Imara.Boot.Audit.Reading;
using Imara.Policy.CommandLine;

namespace Imara.Fuzz.Targets;

/// <summary>Any bytes may be a log: what is found in them has a meaning and a place, and records count as often as they were told.</summary>
internal static class AuditRecordTarget
{
    private static readonly LogClock Clock = new(DateTimeOffset.FromUnixTimeSeconds(1_790_000_000), TimeZoneInfo.Utc);

    public static void Run(byte[] input)
    {
        var reader = new AuditLogReader(new MemoryStream(input, writable: false), Clock);
        var survey = new AuditSurvey(new AuditWindow(null, null, IsBoot: false), null, _ => AppraiseBits.None);
        var records = 0L;
        var line = 0L;
        while (reader.TryRead(out var item))
        {
            Property.Holds(item.Line > line && item.Line <= reader.Lines, "items come in the order of their lines");
            line = item.Line;
            Property.Holds(item.Kind != AuditLogItemKind.Malformed || item.Error is { Message.Length: > 0, Offset: >= 0 }, "a refusal names its place");
            records += item.Record is null ? 0 : 1;
            survey.Add(item);
        }

        Property.Holds(reader.Failure is null, "memory does not fail");
        Property.Holds(records == survey.Records && records == survey.Findings.Sum(finding => finding.Tally.Count), "every record is in one finding");
    }
}
