using System.Buffers;
using System.Text.Json;
using Imara.Traces;
using Imara.Traces.KnownData;

namespace Imara.Fuzz.Targets;

/// <summary>Any line may be a scenario: the answer is one JSON object on one line, a prediction or an error.</summary>
internal static class TraceInputTarget
{
    public static void Run(byte[] input)
    {
        var output = new ArrayBufferWriter<byte>();
        new TraceReplayer(KnownFacts.Empty).Replay(input, number: 1, output);
        Property.Holds(!output.WrittenSpan.Contains((byte)'\n'), "an answer is one line");
        using var answer = JsonDocument.Parse(output.WrittenMemory);
        Property.Holds(answer.RootElement.GetProperty("schema").GetInt32() == 1, "the first answer carries the schema");
    }
}
