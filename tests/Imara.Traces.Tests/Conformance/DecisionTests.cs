using System.Buffers;
using System.Text.Json;
using Imara.Evaluation;
using Imara.Evaluation.Events;
using Imara.Evaluation.Generating;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Traces.Tests.Conformance;

/// <summary>What recorded workloads asked: replay, decide (by way of JSON) and explain give one answer to each question.</summary>
public class DecisionTests
{
    [Fact]
    public void Every_question_of_the_recordings_is_answered_alike_by_replay_decide_and_explain()
    {
        var count = 0;
        foreach (var recording in RecordedScenarios.All.Values)
        {
            var rules = Rules(recording);
            if (rules.Count == 0)
            {
                continue;
            }

            var log = new ObservationLog();
            Assert.Null(new TraceReplayer(RecordedScenarios.Facts).Observe(RecordedScenarios.Strip(recording), log));
            var policy = new CompiledPolicy([.. rules], LsmKind.None, isAppraising: true);
            foreach (var seen in log.Observations)
            {
                var replayed = policy.Decide(seen.Event);
                var written = new ArrayBufferWriter<byte>();
                using (var json = new Utf8JsonWriter(written))
                {
                    PolicyEventWriter.Write(json, seen.Event);
                }

                Assert.True(PolicyEventReader.TryRead(written.WrittenSpan, out var question, out var error), error.ToString());
                Assert.Equal(Text(replayed), Text(policy.Decide(question.Event)));
                Assert.Equal(Text(replayed), Text(policy.Explain(question.Event, new Silent())));
                count++;
            }
        }

        Assert.True(count > 1000, $"{count} questions");
    }

    private static List<PolicyRule> Rules(string recording)
    {
        using var scenario = JsonDocument.Parse(recording);
        var context = new RuleContext(KnownKernels.Find(scenario.RootElement.GetProperty("kernel").GetString()!)!, LsmContext.None);
        return scenario.RootElement.TryGetProperty("policy", out var lines)
            ? [.. lines.EnumerateArray().Select(line => line.ValueKind == JsonValueKind.String ? RuleParser.Parse(new ByteString(line.GetString()!).Span, context).Rule : null).OfType<PolicyRule>()]
            : [];
    }

    private static string Text(PolicyDecision decision) =>
        $"{decision.Actions} {decision.Blocked} {decision.Options} {decision.Pcr} {decision.Template?.Name} {decision.AppraiseAlgos} {decision.AppraiseAsFile} "
        + $"{decision.MeasureRule} {decision.AppraiseRule} {decision.AuditRule} {decision.HashRule}";

    private sealed class Silent : IMatchListener
    {
        public void Heard(int index, PolicyRule rule, RuleCondition failure)
        {
        }
    }
}
