using System.Text;
using Imara.Measurements.BootLogs;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests.BootLogs;

public class UserLogTests
{
    private const string Digest = "9cfca2696175a850a1ed68a6a1f075b38beab7cf";
    private const string Good = "{\"pcr\":9,\"digests\":[{\"hashAlg\":\"sha1\",\"digest\":\"" + Digest + "\"}],\"content\":{\"bootId\":\"aa\",\"string\":\"x\"}}";

    [Fact]
    public void Records_come_in_the_order_of_the_file_and_other_indices_are_left_out()
    {
        Assert.True(UserLog.TryRead(Sequence(Good, "{\"nv_index\":30474752,\"digests\":[]}", Good.Replace("\"pcr\":9", "\"pcr\":11")), out var log, out _));
        Assert.Equal([9, 11], log.Events.Select(one => one.Pcr));
        Assert.Equal((3, "aa"), (log.Count, log.BootId));
        Assert.Equal(Digest, Convert.ToHexStringLower(Assert.Single(log.Events[0].Digests).Bytes));
    }

    [Fact]
    public void A_bank_without_a_name_in_the_kernel_is_passed_over()
    {
        Assert.True(UserLog.TryRead(Sequence(Good.Replace("\"sha1\"", "\"sha9\"")), out var log, out _));
        Assert.Empty(Assert.Single(log.Events).Digests);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"pcr\":24,\"digests\":[]}")]
    [InlineData("{\"pcr\":-1,\"digests\":[]}")]
    [InlineData("{\"pcr\":\"9\",\"digests\":[]}")]
    [InlineData("{\"pcr\":9}")]
    [InlineData("{\"pcr\":9,\"digests\":[{\"hashAlg\":\"sha1\",\"digest\":\"00\"}]}")]
    [InlineData("{\"pcr\":9,\"digests\":[{\"hashAlg\":\"sha1\"}]}")]
    [InlineData("{\"pcr\":9,\"digests\":[1]}")]
    [InlineData("{\"pcr\":9,\"digests\":[]} {}")]
    [InlineData("{\"pcr\":9,")]
    [InlineData("{\"pcr\":9,\"digests\":[],\"content\":{\"bootId\":\"bb\"}}")]
    public void What_is_no_record_is_refused_where_it_begins(string record)
    {
        Assert.False(UserLog.TryRead(Sequence(Good, record), out _, out var error));
        Assert.Equal(Good.Length + 2, error.Offset);
    }

    [Theory]
    [InlineData("{}\n")]
    [InlineData("\u001e{\"pcr\":9,\"digests\":[]}")]
    public void A_file_that_is_no_sequence_is_refused(string text) => Assert.False(UserLog.TryRead(Encoding.UTF8.GetBytes(text), out _, out _));

    [Fact]
    public void A_log_of_another_boot_is_not_used()
    {
        var other = BootEvidence.Read(firmware: null, Sequence(Good), bootId: "bb");
        Assert.Null(other.User);
        Assert.Equal(ListFindingKind.BootLogUnusable, Assert.Single(other.Findings).Kind);
        Assert.NotNull(BootEvidence.Read(firmware: null, Sequence(Good), bootId: "A-A\n".Trim()).User);
    }

    [Fact]
    public void No_cut_and_no_changed_byte_throws()
    {
        var content = Sequence(Good, Good);
        for (var at = 0; at < content.Length; at++)
        {
            UserLog.TryRead(content.AsSpan(0, at), out _, out _);
            var changed = content.ToArray();
            changed[at] ^= 0xff;
            UserLog.TryRead(changed, out _, out _);
        }
    }

    private static byte[] Sequence(params string[] records) => Encoding.UTF8.GetBytes(string.Concat(records.Select(record => "\u001e" + record + "\n")));
}
