using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Imara.Tests.Shared;
using Imara.Traces.KnownData;

namespace Imara.Traces.Tests.Conformance;

/// <summary>The recorded scenarios: the input without what a kernel decided, and the recording to compare with.</summary>
internal static class RecordedScenarios
{
    private static readonly string[] ScenarioResults =
    [
        "policy_readback", "policy_readback_errno", "boot_measured", "boot_log", "final_measured", "final_log", "violations", "count", "ascii", "binary_b64", "lists", "pcrs",
        "count_after_pcr_read",
    ];

    private static readonly string[] OperationResults =
        ["ret", "errno", "ima_denied", "measured", "violations_delta", "log", "after", "hooks", "ima_wrote", "ima_wrote_unknown"];

    public static IReadOnlyDictionary<string, string> All { get; } = CorpusFiles.Lines("scenarios/scenarios.jsonl.gz")
        .Concat(CorpusFiles.Lines("scenarios/hunt.jsonl.gz")).ToDictionary(line => JsonNode.Parse(line)!["id"]!.GetValue<string>());

    public static KnownFacts Facts { get; } = ReadFacts();

    /// <summary>Takes the results out, as docs/reference/corpus.md, Predicting a scenario, says.</summary>
    public static byte[] Strip(string recording)
    {
        var scenario = JsonNode.Parse(recording)!.AsObject();
        foreach (var name in ScenarioResults)
        {
            scenario.Remove(name);
        }

        var labels = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var operation in scenario["ops"]!.AsArray().Select(o => o!.AsObject()))
        {
            StripLabels(operation, labels);
            foreach (var name in OperationResults)
            {
                operation.Remove(name);
            }

            var op = operation["op"]!.GetValue<string>();
            if (op != "fsuuid")
            {
                operation.Remove("note");
            }

            if (op == "sysw" && operation["args"]![0]!.GetValue<string>().EndsWith("trigger_request", StringComparison.Ordinal))
            {
                operation.Remove("target");
            }
        }

        return Encoding.UTF8.GetBytes(scenario.ToJsonString());
    }

    // A label that the kernel wrote is replaced by the last one that an operation set.
    private static void StripLabels(JsonObject operation, Dictionary<string, string?> labels)
    {
        var targets = new List<JsonObject>();
        if (operation["target"] is JsonObject target)
        {
            targets.Add(target);
        }

        if (operation["also"] is JsonArray also)
        {
            targets.AddRange(also.Select(a => a!.AsObject()));
        }

        foreach (var file in targets)
        {
            if (file["path"] is not { } path || !labels.TryGetValue(path.GetValue<string>(), out var set) || file["xattrs"] is not JsonObject xattrs)
            {
                continue;
            }

            xattrs.Remove("security.ima");
            if (set is not null)
            {
                xattrs["security.ima"] = set;
            }
        }

        var name = operation["op"]!.GetValue<string>();
        var arguments = operation["args"]!.AsArray().Select(a => a!.GetValue<string>()).ToList();
        if (operation["errno"] is null && name == "setxattr" && arguments[1] == "security.ima")
        {
            labels[arguments[0]] = arguments[2] == "-" ? string.Empty : arguments[2];
        }
        else if (operation["errno"] is null && name == "removexattr" && arguments[1] == "security.ima")
        {
            labels[arguments[0]] = null;
        }

        if (operation["ima_wrote"] is JsonObject wrote)
        {
            foreach (var (path, _) in wrote)
            {
                labels.TryAdd(path, null);
            }
        }
    }

    private static KnownFacts ReadFacts()
    {
        var path = CorpusFiles.PathOf("scenarios/files.json");
        var error = KnownFacts.TryRead(File.ReadAllBytes(path), name => File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(path)!, name)), out var facts);
        return error is null ? facts : throw new JsonException(error);
    }
}
