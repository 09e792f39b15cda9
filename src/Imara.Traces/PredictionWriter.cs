using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Imara.Measurements;
using Imara.Measurements.Lists;
using Imara.Traces.Replaying;
using Imara.Traces.Scenarios;

namespace Imara.Traces;

/// <summary>Writes the prediction of a scenario as one JSON object.</summary>
/// <remarks>docs/reference/corpus.md, Predicting a scenario.</remarks>
internal static class PredictionWriter
{
    public static void Write(Utf8JsonWriter json, ScenarioReplay replay, bool withSchema)
    {
        var log = replay.World.Engine.Log;
        json.WriteStartObject();
        if (withSchema)
        {
            json.WriteNumber("schema", 1);
        }

        json.WriteString("id", replay.World.Scenario.Id);
        WriteLines(json, "boot_entries", log.Entries.Take(replay.BootEntries));
        WriteLines(json, "setup_entries", replay.Outcomes.Where(o => o.Operation.Phase == "setup").SelectMany(o => o.Outcome.Entries));
        WriteSetup(json, replay);
        json.WriteStartArray("ops");
        foreach (var (operation, outcome) in replay.Outcomes.Where(o => o.Operation.Phase != "setup"))
        {
            WriteOperation(json, operation, outcome);
        }

        json.WriteEndArray();
        WriteLines(json, "final_entries", []);
        json.WriteBase64String("list_base64", Binary(log.Entries, HashAlgo.Sha1, paddedSha1: false));
        json.WriteNumber("count", log.Entries.Count);
        json.WriteNumber("violations", log.Violations);
        if (replay.World.Scenario.HasTpm)
        {
            WritePcrs(json, replay);
        }

        json.WriteEndObject();
    }

    private static void WriteSetup(Utf8JsonWriter json, ScenarioReplay replay)
    {
        var written = replay.Outcomes.Where(o => o.Operation.Phase == "setup" && o.Outcome.Wrote.Count > 0).ToList();
        if (written.Count == 0)
        {
            return;
        }

        json.WriteStartObject("setup_wrote");
        foreach (var (operation, outcome) in written)
        {
            WriteWrote(json, operation.Number.ToString(), outcome);
        }

        json.WriteEndObject();
    }

    private static void WriteOperation(Utf8JsonWriter json, TraceOperation operation, OperationOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteNumber("n", operation.Number);
        if (outcome.Errno == Errno.None)
        {
            json.WriteNull("errno");
        }
        else
        {
            json.WriteString("errno", outcome.Errno.ToString());
        }

        WriteLines(json, "entries", outcome.Entries);
        json.WriteNumber("violations", outcome.Violations);
        if (outcome.Wrote.Count > 0)
        {
            WriteWrote(json, "wrote", outcome);
        }

        json.WriteEndObject();
    }

    private static void WriteWrote(Utf8JsonWriter json, string name, OperationOutcome outcome)
    {
        json.WriteStartObject(name);
        foreach (var (path, value) in outcome.Wrote)
        {
            json.WriteStartObject(PathText.Encode(path));
            json.WriteString("security.ima", Convert.ToHexStringLower(value));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WritePcrs(Utf8JsonWriter json, ScenarioReplay replay)
    {
        var log = replay.World.Engine.Log;
        var pcrs = log.Entries.Select(e => e.Pcr).Append(replay.World.Kernel.MeasurePcr).Where(p => p < 24).Distinct().Order().ToList();
        json.WriteStartObject("pcrs");
        foreach (var bank in log.Banks)
        {
            json.WriteStartObject(HashAlgos.NameOf(bank.Algo));
            foreach (var pcr in pcrs)
            {
                json.WriteString(pcr.ToString(), Convert.ToHexStringLower(bank.Value(pcr)));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (!replay.World.Kernel.Has(Policy.Kernels.KernelFeature.ListPerBank))
        {
            return;
        }

        json.WriteStartObject("lists");
        foreach (var bank in log.Banks.Where(b => b.Algo != HashAlgo.Sha1))
        {
            var padded = !replay.World.Kernel.BootHashes.Contains(bank.Algo);
            json.WriteBase64String(HashAlgos.NameOf(bank.Algo), Binary(log.Entries, bank.Algo, padded));
        }

        json.WriteEndObject();
    }

    private static byte[] Binary(IEnumerable<MeasurementEntry> entries, HashAlgo algo, bool paddedSha1)
    {
        var list = new ArrayBufferWriter<byte>();
        foreach (var entry in entries)
        {
            BinaryList.Write(entry, algo, list, paddedSha1);
        }

        return list.WrittenSpan.ToArray();
    }

    // The lines of the kernel's file: a name with a line feed makes two.
    private static void WriteLines(Utf8JsonWriter json, string name, IEnumerable<MeasurementEntry> entries)
    {
        var text = new ArrayBufferWriter<byte>();
        foreach (var entry in entries)
        {
            AsciiList.Write(entry, HashAlgo.Sha1, text);
        }

        json.WriteStartArray(name);
        var rest = text.WrittenSpan;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            WriteLine(json, end < 0 ? rest : rest[..end]);
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        json.WriteEndArray();
    }

    private static void WriteLine(Utf8JsonWriter json, ReadOnlySpan<byte> line)
    {
        if (Utf8.IsValid(line))
        {
            json.WriteStringValue(Encoding.UTF8.GetString(line));
            return;
        }

        json.WriteStartObject();
        json.WriteBase64String("b64", line);
        json.WriteEndObject();
    }
}
