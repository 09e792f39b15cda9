using System.Text;
using System.Text.Json;
using Imara.Measurements.BootLogs;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests.BootLogs;

public class FirmwareLogTests
{
    private static readonly string Folder = Path.Combine(Corpus.Root, "eventlogs");

    public static TheoryData<string> Recorded => new(Rows().Select(row => row.GetProperty("name").GetString()!));

    public static TheoryData<string> Made => new(MadeRows().Select(row => row.GetProperty("id").GetString()!));

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_recorded_log_replays_to_the_recorded_values(string name)
    {
        var row = Rows().Single(row => row.GetProperty("name").GetString() == name);
        Assert.True(FirmwareLog.TryRead(Corpus.Unpack(Path.Combine(Folder, name + ".bin.gz")), out var log, out var error), error.ToString());
        Assert.Equal(row.GetProperty("events").GetInt32(), log.Count);
        Assert.Equal(row.GetProperty("format").GetString() == "crypto-agile", log.IsCryptoAgile);
        var values = new BootEvidence { Firmware = log }.ReplayFirmware();
        Assert.Equal(row.GetProperty("algorithms").EnumerateArray().Select(algo => algo.GetString()), log.Algorithms.Select(HashAlgos.NameOf));
        AssertPcrs(row.GetProperty("pcrs"), values);
    }

    [Theory]
    [MemberData(nameof(Made))]
    public void A_made_up_log_replays_to_the_values_of_a_TPM_or_is_refused_at_the_event_at_fault(string id)
    {
        var row = MadeRows().Single(row => row.GetProperty("id").GetString() == id);
        var content = Corpus.Unpack(Path.Combine(Folder, "made", id + ".bin.gz"));
        var isRead = FirmwareLog.TryRead(content, out var log, out var error);
        if (row.GetProperty("result").GetString() == "malformed")
        {
            Assert.False(isRead);
            Assert.Equal(row.GetProperty("offset").GetInt64(), error.Offset);
            return;
        }

        Assert.True(isRead, error.ToString());
        Assert.Equal(row.TryGetProperty("startup_locality", out var locality) ? locality.GetInt32() : 0, log!.StartupLocality);
        if (row.GetProperty("result").GetString() == "ok")
        {
            AssertPcrs(row.GetProperty("pcrs"), new BootEvidence { Firmware = log }.ReplayFirmware());
        }
    }

    [Fact]
    public void No_cut_and_no_changed_byte_throws()
    {
        var content = Corpus.Unpack(Path.Combine(Folder, "made", "unknown-alg.bin.gz"));
        for (var at = 0; at < content.Length; at++)
        {
            FirmwareLog.TryRead(content.AsSpan(0, at), out _, out _);
            var changed = content.ToArray();
            changed[at] ^= 0xff;
            FirmwareLog.TryRead(changed, out _, out _);
        }
    }

    // Banks that the log does not have are not compared: the TPM had them, the log cannot tell.
    private static void AssertPcrs(JsonElement expected, PcrValues values)
    {
        foreach (var bank in expected.EnumerateObject())
        {
            Assert.True(HashAlgos.TryParse(bank.Name, out var algo));
            foreach (var pcr in values.Find(algo) is null ? [] : bank.Value.EnumerateObject().ToArray())
            {
                Assert.True(values.Find(algo)!.TryGet(int.Parse(pcr.Name), out var value));
                Assert.Equal($"{bank.Name} {pcr.Name} {pcr.Value.GetString()}", $"{bank.Name} {pcr.Name} {Convert.ToHexStringLower(value.Span)}");
            }
        }
    }

    private static JsonElement[] Rows() => [.. JsonDocument.Parse(Corpus.Unpack(Path.Combine(Folder, "eventlogs.json.gz"))).RootElement.EnumerateArray()];

    private static IEnumerable<JsonElement> MadeRows() => Encoding.UTF8.GetString(Corpus.Unpack(Path.Combine(Folder, "made", "eventlogs.jsonl.gz")))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);
}
