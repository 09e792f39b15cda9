using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Imara.Evaluation.Generating;
using Imara.Traces.KnownData;
using Imara.Traces.Replaying;
using Imara.Traces.Scenarios;

namespace Imara.Traces;

/// <summary>Predicts recorded workloads: one scenario in, one prediction out, both JSON.</summary>
/// <remarks>docs/reference/corpus.md, Predicting a scenario. Recorded results in the input are not looked at, and no operation knows of a later one.</remarks>
public sealed class TraceReplayer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly KnownFacts facts;
    private readonly ReplayOptions options;
    private bool isFirst = true;

    /// <summary>A replayer that knows these facts.</summary>
    /// <param name="facts">What scenarios use but do not write.</param>
    /// <param name="options">What takes the place of something the scenarios say; null: nothing.</param>
    public TraceReplayer(KnownFacts facts, ReplayOptions? options = null)
    {
        this.facts = facts;
        this.options = options ?? new ReplayOptions();
    }

    /// <summary>Replays one scenario for what its files are asked about, not for what comes of it.</summary>
    /// <param name="line">The scenario object.</param>
    /// <param name="observations">Gets every question about a file, with what the file had for a label.</param>
    /// <returns>Null, or why the scenario could not be read or replayed.</returns>
    public string? Observe(ReadOnlyMemory<byte> line, ObservationLog observations)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            ScenarioReplay.Run(Scenario.Read(document.RootElement), facts, options, observations);
            return null;
        }
        catch (Exception e) when (BadInput.Is(e))
        {
            return BadInput.Reason(e);
        }
    }

    /// <summary>Predicts one scenario.</summary>
    /// <param name="line">The scenario object.</param>
    /// <param name="number">Line number for the answer if the scenario has no id, from 1.</param>
    /// <param name="output">Gets the prediction, or <c>{"id": .., "error": ..}</c>, without a line feed.</param>
    /// <returns>False if the scenario could not be read or replayed.</returns>
    public bool Replay(ReadOnlyMemory<byte> line, long number, IBufferWriter<byte> output)
    {
        string? id = null;
        try
        {
            using var document = JsonDocument.Parse(line);
            id = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.OptionalText("id") : null;
            var replay = ScenarioReplay.Run(Scenario.Read(document.RootElement), facts, options);

            // A failure half way must not leave half an object behind.
            var prediction = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(prediction, Options))
            {
                PredictionWriter.Write(json, replay, isFirst);
            }

            output.Write(prediction.WrittenSpan);
            isFirst = false;
            return true;
        }
        catch (Exception e) when (BadInput.Is(e))
        {
            WriteError(output, id, number, BadInput.Reason(e));
            return false;
        }
    }

    private void WriteError(IBufferWriter<byte> output, string? id, long number, string message)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        if (isFirst)
        {
            json.WriteNumber("schema", 1);
            isFirst = false;
        }

        if (id is null)
        {
            json.WriteNumber("line", number);
        }
        else
        {
            json.WriteString("id", id);
        }

        json.WriteString("error", message);
        json.WriteEndObject();
    }
}
