using System.Text;
using System.Text.Json;
using Imara.Measurements.Lists;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests.Replay;

/// <summary>A recorded boot of tests/Corpus/aggregate.</summary>
internal sealed class AggregateCase
{
    private readonly JsonElement root;

    private AggregateCase(JsonElement root) => this.root = root;

    public JsonElement Expect => root.GetProperty("expect");

    public byte[] Firmware => root.GetProperty("firmware_log_b64").GetBytesFromBase64();

    public byte[]? UserLog => root.TryGetProperty("userspace_log", out var log) && log.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(log.GetString()!) : null;

    public bool IsUserLogOpen => root.TryGetProperty("userspace_log_mode", out var mode) && mode.GetString() is ['0', '1', ..];

    public PcrValues Pcrs => PcrsOf("pcrs");

    public IEnumerable<string> Banks => root.GetProperty("banks").EnumerateArray().Select(bank => bank.GetString()!);

    public BootEvidence Evidence => BootEvidence.Read(Firmware, UserLog, IsUserLogOpen);

    public static AggregateCase Read(string name)
    {
        using var document = JsonDocument.Parse(Corpus.Unpack(Path.Combine(Corpus.Root, "aggregate", name + ".json.gz")));
        return new AggregateCase(document.RootElement.Clone());
    }

    public static TheoryData<string> Names => new(Directory.GetFiles(Path.Combine(Corpus.Root, "aggregate"), "*.json.gz").Order(StringComparer.Ordinal)
        .Select(path => Path.GetFileName(path)[..^".json.gz".Length]));

    public byte[] List(string bank) => root.GetProperty("lists").GetProperty(bank).GetBytesFromBase64();

    public PcrValues PcrsOf(string member)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["pcrs"] = root.GetProperty(member) });
        Assert.True(PcrValuesReader.TryRead(json, bank: null, out var values, out var error), error.ToString());
        return values;
    }

    public ListVerification Verify(string bank, BootEvidence? evidence, PcrValues? values)
    {
        var list = MeasurementListReader.Open(new MemoryStream(List(bank)));
        return ListVerifier.Verify(list, values, new ListVerifierOptions { Evidence = evidence });
    }
}
