using Imara.Boot.Audit;
using Imara.Boot.Audit.Reading;
using Imara.Boot.Audit.Sources;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Tests.Audit;

public sealed class AuditSourcesTests : IDisposable
{
    private static readonly AuditWindow Always = new(null, null, IsBoot: false);

    private readonly string root = Directory.CreateTempSubdirectory("imara-audit-").FullName;

    [Fact]
    public void Logs_that_were_rotated_are_read_oldest_first()
    {
        Write("audit.log.2", 1);
        Write("audit.log.1", 2);
        Write("audit.log", 3);
        Assert.True(AuditSources.TryOpen(root, Always, _ => { }, out var sources));
        Assert.Equal(["audit.log.2", "audit.log.1", "audit.log"], sources.Select(source => Path.GetFileName(source.Name)));
        var survey = new AuditSurvey(Always, null, _ => AppraiseBits.None);
        foreach (var source in sources)
        {
            using (source)
            {
                Assert.Contains(AuditLogs.Read(source, survey, Logs.Clock, Assert.Fail), (AuditLogEnd[])[AuditLogEnd.Whole, AuditLogEnd.Empty]);
            }
        }

        Assert.Equal(3, survey.Records);
    }

    [Fact]
    public void Logs_from_before_are_left_out()
    {
        Write("audit.log.1", 2);
        Write("audit.log", 3);
        File.SetLastWriteTimeUtc(Path.Combine(root, "var/log/audit/audit.log.1"), DateTime.UtcNow.AddDays(-2));
        Assert.True(AuditSources.TryOpen(root, Always with { Since = DateTimeOffset.UtcNow.AddDays(-1) }, _ => { }, out var sources));
        Assert.Equal("audit.log", Path.GetFileName(Assert.Single(sources).Name));
        sources[0].Dispose();
    }

    [Fact]
    public void A_log_that_auditd_left_behind_says_nothing_about_this_boot()
    {
        Write("audit.log", 3);
        File.SetLastWriteTimeUtc(Path.Combine(root, "var/log/audit/audit.log"), DateTime.UtcNow.AddDays(-2));
        var told = new List<string>();
        if (AuditSources.TryOpen(root, Always with { Boot = DateTimeOffset.UtcNow.AddDays(-1) }, told.Add, out var sources))
        {
            Assert.DoesNotContain(sources, source => source.Name.EndsWith("audit.log", StringComparison.Ordinal));
            Assert.All(sources, source => source.Dispose());
        }

        Assert.Contains(told, text => text.EndsWith("audit.log: not written since the boot", StringComparison.Ordinal));
    }

    [Fact]
    public void A_system_without_logs_has_no_answer()
    {
        var told = new List<string>();
        Assert.False(AuditSources.TryOpen(root, Always, told.Add, out _));
        Assert.Single(told);
    }

    [Fact]
    public void A_log_that_breaks_off_is_told_with_its_lines()
    {
        var told = new List<string>();
        var survey = new AuditSurvey(Always, null, _ => AppraiseBits.None);
        using var source = new AuditSource("x.log", new Broken(), isOfBoot: false);
        Assert.Equal(AuditLogEnd.CutShort, AuditLogs.Read(source, survey, Logs.Clock, told.Add));
        Assert.Equal(["x.log:1: offset 36: ends without `op=`", "x.log: input/output error"], told);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Write(string name, int serial)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "var/log/audit")).FullName;
        File.WriteAllText(Path.Combine(folder, name), $"type=INTEGRITY_DATA msg=audit(1700000000.123:{serial}): {Logs.MissingHash}\n");
    }

    private sealed class Broken : MemoryStream
    {
        private bool told;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (told)
            {
                throw new IOException("broken");
            }

            told = true;
            var text = "audit: type=1800 audit(1.123:4): x=y\n"u8;
            text.CopyTo(buffer.AsSpan(offset));
            return text.Length;
        }
    }
}
