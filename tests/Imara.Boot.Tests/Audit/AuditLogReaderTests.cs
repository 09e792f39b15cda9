using System.Buffers.Binary;
using System.Text;
using Imara.Boot.Audit.Reading;

namespace Imara.Boot.Tests.Audit;

public sealed class AuditLogReaderTests
{
    private const string Stamp = "audit(1700000000.123:45): ";

    [Theory]
    [InlineData("type=INTEGRITY_DATA msg=" + Stamp)]
    [InlineData("type=1800 msg=" + Stamp)]
    [InlineData("type=UNKNOWN[1800] msg=" + Stamp)]
    [InlineData("node=host type=INTEGRITY_DATA msg=" + Stamp)]
    [InlineData("[   12.345678] audit: type=1800 " + Stamp)]
    [InlineData("[   12.345678] type=1800 " + Stamp)]
    [InlineData("audit: type=1800 " + Stamp)]
    [InlineData("[Mon Nov 23 04:00:00 2026] audit: type=1800 " + Stamp)]
    [InlineData("kern  :notice: [   12.345678] audit: type=1800 " + Stamp)]
    [InlineData("<5>[   12.345678] audit: type=1800 " + Stamp)]
    [InlineData("5,339,5140900,-;audit: type=1800 " + Stamp)]
    [InlineData("5,339,5140900,c,caller=T1;audit: type=1800 " + Stamp)]
    [InlineData("Nov 14 22:13:20 host kernel: [   12.345678] audit: type=1800 " + Stamp)]
    [InlineData("Nov 14 22:13:20 host kernel: audit: type=1800 " + Stamp)]
    [InlineData("2023-11-14T22:13:20+0000 host kernel: audit: type=1800 " + Stamp)]
    [InlineData("[   12.345678] host kernel: audit: type=1800 " + Stamp)]
    public void A_record_is_found_in_every_kind_of_log(string head)
    {
        var item = Assert.Single(Logs.Read(head + Logs.MissingHash + "\n"));
        Assert.Equal(AuditLogItemKind.Record, item.Kind);
        Assert.Equal(
            Logs.Record(Logs.MissingHash) with { Time = DateTimeOffset.FromUnixTimeMilliseconds(1700000000123), Serial = 45 },
            item.Record);
    }

    [Theory]
    [InlineData("Nov 14 22:13:20 host audit[94]: ", "2026-11-14T22:13:20Z")]
    [InlineData("Dec 14 22:13:20 host audit[94]: ", "2025-12-14T22:13:20Z")]
    [InlineData("Nov  4 22:13:20.250000 host audit: ", "2026-11-04T22:13:20.25Z")]
    [InlineData("2026-11-14T22:13:20+0100 host audit[94]: ", "2026-11-14T21:13:20Z")]
    [InlineData("2026-11-14T22:13:20.5+01:00 host audit[94]: ", "2026-11-14T21:13:20.5Z")]
    [InlineData("Sat 2026-11-14 22:13:20 UTC host audit[94]: ", "2026-11-14T22:13:20Z")]
    [InlineData("1700000000.250000 host audit[94]: ", "2023-11-14T22:13:20.25Z")]
    [InlineData("[   12.345678] host audit[94]: ", null)]
    public void The_audit_socket_of_the_journal_has_the_time_of_the_line(string head, string? time)
    {
        var record = Assert.Single(Logs.Read(head + "INTEGRITY_DATA " + Logs.MissingHash)).Record;
        Assert.Equal(Logs.Record(Logs.MissingHash) with { Time = time is null ? null : DateTimeOffset.Parse(time) }, record);
    }

    [Theory]
    [InlineData("Nov 14 22:13:20 host root[7]: audit: type=1800 " + Stamp)]
    [InlineData("Nov 14 22:13:20 host logger: kernel: audit: type=1800 " + Stamp)]
    [InlineData("12,339,5140900,-;audit: type=1800 " + Stamp)]
    [InlineData("<13>audit: type=1800 " + Stamp)]
    [InlineData("user  :notice: [   12.3] audit: type=1800 " + Stamp)]
    [InlineData("{\"_TRANSPORT\":\"syslog\",\"MESSAGE\":\"audit: type=1800 " + Stamp + "op=x cause=y res=0\"}#")]
    [InlineData("{\"_TRANSPORT\":\"kernel\",\"SYSLOG_FACILITY\":\"1\",\"MESSAGE\":\"audit: type=1800 " + Stamp + "op=x cause=y res=0\"}#")]
    public void What_programs_log_is_no_record(string head)
    {
        var line = head.EndsWith('#') ? head[..^1] : head + Logs.MissingHash;
        Assert.Empty(Logs.Read(line + "\n"));
    }

    [Fact]
    public void Other_lines_are_passed_over() => Assert.Empty(Logs.Read(
        """
        type=AVC msg=audit(1700000000.123:45): apparmor="DENIED"
        [    0.000000] Linux version 6.12.117
         SUBSYSTEM=pci
         DEVICE=+pci:0000:00:1f.2
        -- Boot 4f3c --

        Nov 14 22:13:20 host systemd[1]: Started.
        """));

    [Theory]
    [InlineData("type=INTEGRITY_DATA msg=audit(1700000000.123:45): op=x cause=y", 62, "ends without `res=`")]
    [InlineData("type=INTEGRITY_DATA msg=audit(11/23/2026 04:00:00.123:45): op=x", 32, "no time `audit(SECONDS.MILLISECONDS:NUMBER):`")]
    [InlineData("[   12.3] audit: type=1800 audit(1.123:4): op=x res=q", 52, "`res=`: no number")]
    [InlineData("{\"_TRANSPORT\":\"kernel\",\"MESSAGE\":\"audit", 0, "no JSON: cut off or damaged")]
    public void A_record_that_cannot_be_read_is_named_with_line_and_offset(string line, long offset, string message)
    {
        var item = Assert.Single(Logs.Read("first\n" + line + "\nlast\n"));
        Assert.Equal((AuditLogItemKind.Malformed, 2L), (item.Kind, item.Line));
        Assert.Equal(message, item.Error.Message);
        Assert.True(offset == 0 || item.Error.Offset == offset, item.Error.ToString());
    }

    [Fact]
    public void A_line_longer_than_any_record_is_named_and_the_next_one_read()
    {
        var items = Logs.Read(new string('x', 3 << 20) + "\naudit: type=1800 " + Stamp + Logs.MissingHash);
        Assert.Equal([AuditLogItemKind.Malformed, AuditLogItemKind.Record], items.Select(item => item.Kind));
        Assert.Equal([1L, 2L], items.Select(item => item.Line));
    }

    [Fact]
    public void Escapes_of_the_kernel_buffer_are_taken_back()
    {
        var item = Assert.Single(Logs.Read(@"5,1,1,-;audit: type=1807 audit(1.123:4): action=measure fsname=\xc3\xa9\x5cx41 res=1"));
        Assert.Equal(@"action=measure fsname=é\x41", item.Record!.Detail.ToString());
        Assert.Equal(@"action=measure fsname=\xc3", Assert.Single(Logs.Read(@"[ 1.0] audit: type=1807 audit(1.123:4): action=measure fsname=\xc3 res=1")).Record!.Detail.ToString());
    }

    [Fact]
    public void Journal_entries_are_read_as_JSON()
    {
        var kernel = "{\"_TRANSPORT\":\"kernel\",\"SYSLOG_FACILITY\":\"0\",\"MESSAGE\":\"audit: type=1800 " + Stamp + Logs.MissingHash.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"}";
        var socket = "{\"MESSAGE\":\"INTEGRITY_DATA " + Logs.MissingHash.Replace("\"", "\\\"", StringComparison.Ordinal)
            + "\",\"_AUDIT_ID\":\"46\",\"_TRANSPORT\":\"audit\",\"_AUDIT_TYPE\":\"1800\",\"_SOURCE_REALTIME_TIMESTAMP\":\"1700000001123000\",\"X\":{\"Y\":[1]}}";
        var records = Logs.Read(kernel + "\n" + socket + "\n").Select(item => item.Record!).ToList();
        Assert.Equal([45ul, 46ul], records.Select(record => record.Serial!.Value));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000001123), records[1].Time);
        Assert.Equal(records[0] with { Serial = null, Time = null }, records[1] with { Serial = null, Time = null });
    }

    [Fact]
    public void A_message_of_bytes_is_a_list_of_numbers()
    {
        var bytes = Encoding.Latin1.GetBytes("audit: type=1807 " + Stamp + "action=measure fsname=\xe9 res=1");
        var item = Assert.Single(Logs.Read("{\"_TRANSPORT\":\"kernel\",\"MESSAGE\":[" + string.Join(',', bytes) + "]}"));
        Assert.Equal([.. "action=measure fsname="u8, 0xe9], item.Record!.Detail.Span.ToArray());
    }

    [Fact]
    public void Journal_entries_are_read_in_the_export_format()
    {
        var message = Encoding.Latin1.GetBytes("audit: type=1807 " + Stamp + "action=measure fsname=\n\xe9 res=1");
        var size = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(size, (ulong)message.Length);
        byte[] log =
        [
            .. "__CURSOR=s=1\n_TRANSPORT=kernel\nSYSLOG_FACILITY=0\nMESSAGE\n"u8, .. size, .. message, .. "\n\n"u8,
            .. "__CURSOR=s=2\n_TRANSPORT=syslog\nMESSAGE=audit: type=1800 audit(1.123:4): op=x cause=y res=0\n\n"u8,
            .. Encoding.UTF8.GetBytes("__CURSOR=s=3\n_TRANSPORT=kernel\nMESSAGE=audit: type=1800 " + Stamp + Logs.MissingHash + "\n\n"),
        ];
        var items = Logs.Read(log);
        Assert.Equal([AuditRecordType.PolicyRule, AuditRecordType.Data], items.Select(item => item.Record!.Type));
        Assert.Equal([.. "action=measure fsname=\n"u8, 0xe9], items[0].Record!.Detail.Span.ToArray());

        Assert.Equal(AuditLogItemKind.Malformed, Assert.Single(Logs.Read(log[..60])).Kind);
    }

    [Fact]
    public void What_came_through_kernel_log_and_audit_socket_counts_once()
    {
        var kernel = "Nov 14 22:13:20 host kernel: audit: type=1800 audit(1794694400.123:45): " + Logs.MissingHash + "\n";
        var socket = "Nov 14 22:13:20 host audit[94]: INTEGRITY_DATA " + Logs.MissingHash + "\n";
        Assert.Equal(1794694400, DateTimeOffset.Parse("2026-11-14T22:13:20Z").ToUnixTimeSeconds());
        Assert.Single(Logs.Read(kernel + socket));
        Assert.Single(Logs.Read(socket + kernel));
        Assert.Single(Logs.Read(kernel + kernel));

        var second = kernel.Replace(":45)", ":46)", StringComparison.Ordinal);
        Assert.Equal(2, Logs.Read(kernel + socket + second).Count);
        Assert.Equal(2, Logs.Read(kernel + socket + second + socket).Count);
        Assert.Equal(2, Logs.Read(socket + socket + kernel).Count);
    }

    [Fact]
    public void The_end_of_a_system_call_is_read()
    {
        var item = Assert.Single(Logs.Read(
            "type=SYSCALL msg=audit(1700000000.123:45): arch=c000003e syscall=59 success=no exit=-13 a0=55d items=1 ppid=1 pid=94 comm=\"sh\" exe=\"/bin/dash\" key=(null)\u001dARCH=x86_64"));
        Assert.Equal(
            new SystemCallRecord(DateTimeOffset.FromUnixTimeMilliseconds(1700000000123), 45, Success: false, AccessWays.Execute, new ByteString("/bin/dash")),
            item.Call);
    }

    [Theory]
    [InlineData("[    0.000000] Command line: ro ima_appraise=log", "ro ima_appraise=log")]
    [InlineData("Nov 14 22:13:20 host kernel: Kernel command line: quiet", "quiet")]
    public void The_command_line_of_a_boot_is_heard(string line, string expected)
    {
        var item = Assert.Single(Logs.Read(line));
        Assert.Equal((AuditLogItemKind.CommandLine, expected), (item.Kind, item.Text.ToString()));
    }

    [Theory]
    [InlineData("[   12.3] audit: audit_lost=12 audit_rate_limit=0 audit_backlog_limit=64", true)]
    [InlineData("[   12.3] audit: audit_lost=0 audit_rate_limit=0", false)]
    [InlineData("[   12.3] kauditd_printk_skb: 34 callbacks suppressed", true)]
    public void Dropped_records_are_heard(string line, bool isLoss) => Assert.Equal(isLoss, Logs.Read(line).Any(item => item.Kind == AuditLogItemKind.Lost));
}
