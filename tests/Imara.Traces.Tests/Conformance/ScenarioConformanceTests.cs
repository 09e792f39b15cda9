using System.Text.Json.Nodes;

namespace Imara.Traces.Tests.Conformance;

/// <summary>Every recorded workload, predicted from its input alone.</summary>
public class ScenarioConformanceTests
{
    private static readonly Dictionary<string, string> NotYet = ReadNotYet();

    [Fact]
    public void Every_scenario_is_predicted_exactly_unless_it_is_listed_with_a_reason()
    {
        var report = new List<string>();
        var byCategory = new SortedDictionary<string, (int Exact, int All)>(StringComparer.Ordinal);
        foreach (var (id, recording) in RecordedScenarios.All)
        {
            var differences = ScenarioComparison.Differences(recording);
            var scenario = JsonNode.Parse(recording)!;
            var category = scenario["cat"]!.GetValue<string>();
            var (exact, all) = byCategory.GetValueOrDefault(category);
            byCategory[category] = (exact + (differences.Count == 0 ? 1 : 0), all + 1);
            if (differences.Count > 0 && !NotYet.ContainsKey(id))
            {
                report.Add($"{id} {scenario["name"]} ({scenario["kernel"]}, {scenario["boot"]}): {differences.Count}\n    {string.Join("\n    ", differences.Take(6))}");
            }
            else if (differences.Count == 0 && NotYet.ContainsKey(id))
            {
                report.Add($"{id} {scenario["name"]} is exact now: take it out of not-yet.txt");
            }
        }

        Assert.True(report.Count == 0, $"{string.Join(", ", byCategory.Select(c => $"{c.Key} {c.Value.Exact}/{c.Value.All}"))}\n{string.Join('\n', report)}");
    }

    [Fact]
    public void The_list_of_scenarios_that_are_not_exact_names_only_recorded_ones_each_with_a_reason()
    {
        Assert.All(NotYet, item => Assert.True(RecordedScenarios.All.ContainsKey(item.Key) && item.Value.Length > 10, item.Key));
    }

    private static Dictionary<string, string> ReadNotYet()
    {
        var path = Path.Combine(Imara.Tests.Shared.CorpusFiles.Root, "tests", "Imara.Traces.Tests", "Conformance", "not-yet.txt");
        return File.ReadLines(path).Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts.ElementAtOrDefault(1) ?? string.Empty, StringComparer.Ordinal);
    }
}
