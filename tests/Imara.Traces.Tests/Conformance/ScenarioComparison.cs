using System.Buffers;
using System.Text;
using Imara.Traces.Checking;

namespace Imara.Traces.Tests.Conformance;

/// <summary>Holds a prediction, made without the recorded results, against the recording of its scenario.</summary>
internal static class ScenarioComparison
{
    /// <summary>Every difference, in order; empty if the prediction is exact.</summary>
    public static IReadOnlyList<string> Differences(string recording)
    {
        var output = new ArrayBufferWriter<byte>();
        if (!new TraceReplayer(RecordedScenarios.Facts).Replay(RecordedScenarios.Strip(recording), 1, output))
        {
            return [Encoding.UTF8.GetString(output.WrittenSpan)];
        }

        return RecordedResults.TryCompare(Encoding.UTF8.GetBytes(recording), output.WrittenMemory, out var differences, out var reason) ? differences : [reason];
    }
}
