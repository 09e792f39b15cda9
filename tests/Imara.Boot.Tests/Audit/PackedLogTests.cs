using System.Text;
using Imara.Boot.Audit;
using Imara.Boot.Audit.Sources;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Tests.Audit;

public class PackedLogTests
{
    private static readonly byte[] Line = Encoding.ASCII.GetBytes($"type=INTEGRITY_DATA msg=audit(1700000000.123:4): {Logs.MissingHash}\n");

    [Fact]
    public void A_plain_log_is_read() => Assert.Equal((AuditLogEnd.Whole, 1L), Read(Line));

    [Theory]
    [InlineData("1f8b08000000", "zcat")]
    [InlineData("28b52ffd0458", "zstd")]
    [InlineData("fd377a585a00", "xz")]
    [InlineData("425a683931", "bzip2")]
    [InlineData("4c504b53484852480000", "journal")]
    public void What_is_not_unpacked_here_is_named(string start, string name)
    {
        Assert.False(PackedLog.TryOpen(new MemoryStream(Convert.FromHexString(start)), out _, out var reason));
        Assert.Contains(name, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n")]
    [InlineData("\u007fELF\u0002\u0001\n\u0000\u0000\n")]
    [InlineData("\n\n\n")]
    [InlineData("{\"a\":1}\n")]
    [InlineData("[section]\nkey = value\n")]
    public void A_text_that_is_no_log_is_none(string text) => Assert.Equal((AuditLogEnd.NoLog, 0L), Read(Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void A_log_in_UTF_16_and_noise_are_none()
    {
        Assert.Equal(AuditLogEnd.NoLog, Read(Encoding.Unicode.GetBytes(Encoding.ASCII.GetString(Line))).End);
        var noise = new byte[1000];
        new Random(7).NextBytes(noise);
        Assert.Equal(AuditLogEnd.NoLog, Read([.. noise.Where(b => b != '{')]).End);
    }

    [Theory]
    [InlineData("[    0.000000] Linux version 6.12.0\n")]
    [InlineData("Linux version 6.12.0\n")]
    [InlineData("<6>[    1.234567] hello\n")]
    [InlineData("kern  :info  : [    1.234567] hello\n")]
    [InlineData("[Mon Nov 23 04:00:00 2026] hello\n")]
    [InlineData("6,339,5140900,-;hello\n")]
    [InlineData("Nov 23 04:00:00 host sshd[7]: hello\n")]
    [InlineData("2026-11-23T04:00:00+0000 host sshd[7]: hello\n")]
    [InlineData("{\"__REALTIME_TIMESTAMP\":\"1700000000000000\",\"MESSAGE\":\"hello\"}\n")]
    [InlineData("type=DAEMON_START msg=audit(1700000000.123:4): op=start\n")]
    [InlineData("-- No entries --\n")]
    public void A_log_without_a_record_is_a_log(string text) => Assert.Equal((AuditLogEnd.Whole, 0L), Read(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void An_empty_log_is_empty() => Assert.Equal((AuditLogEnd.Empty, 0L), Read([]));

    private static (AuditLogEnd End, long Records) Read(byte[] log)
    {
        Assert.True(PackedLog.TryOpen(new MemoryStream(log), out var text, out var reason), reason);
        var survey = new AuditSurvey(new AuditWindow(null, null, IsBoot: false), null, _ => AppraiseBits.None);
        using var source = new AuditSource("log", text, isOfBoot: false);
        return (AuditLogs.Read(source, survey, Logs.Clock, _ => { }), survey.Records);
    }
}
