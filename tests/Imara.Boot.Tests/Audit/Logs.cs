using System.Text;
using Imara.Boot.Audit.Reading;

namespace Imara.Boot.Tests.Audit;

/// <summary>Logs as text, and what is read from them.</summary>
internal static class Logs
{
    /// <summary>What the kernel says of a file without a label; recorded on 6.12 with time, pid and session put in.</summary>
    public const string MissingHash =
        "pid=94 uid=0 auid=4294967295 ses=4294967295 subj=unconfined op=appraise_data cause=missing-hash comm=\"labh\" name=\"/e/missing\" dev=\"vdb\" ino=18 res=0 errno=0";

    /// <summary>A present in 2026, in UTC.</summary>
    public static LogClock Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc);

    public static List<AuditLogItem> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    public static List<AuditLogItem> Read(byte[] bytes)
    {
        var reader = new AuditLogReader(new MemoryStream(bytes), Clock);
        var items = new List<AuditLogItem>();
        while (reader.TryRead(out var item))
        {
            items.Add(item);
        }

        Assert.Null(reader.Failure);
        return items;
    }

    public static IntegrityRecord Record(string text, AuditRecordType type = AuditRecordType.Data)
    {
        Assert.True(AuditRecordReader.TryRead(type, Encoding.UTF8.GetBytes(text), out var record, out var error), error.ToString());
        return record;
    }
}
