using System.Text.Json;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Checking;

/// <summary>Holds a prediction against what was recorded of its scenario.</summary>
/// <remarks>docs/reference/corpus.md, Predicting a scenario.</remarks>
public static class RecordedResults
{
    /// <summary>Compares.</summary>
    /// <param name="recording">The scenario with its recorded results: one JSON object.</param>
    /// <param name="prediction">What <see cref="TraceReplayer.Replay"/> gave for it.</param>
    /// <param name="differences">Every difference, in order; empty if the prediction is exact.</param>
    /// <param name="reason">Why nothing can be compared, if the result is false.</param>
    public static bool TryCompare(ReadOnlyMemory<byte> recording, ReadOnlyMemory<byte> prediction, out IReadOnlyList<string> differences, out string reason)
    {
        var found = new List<string>();
        differences = found;
        reason = string.Empty;
        try
        {
            using var expected = JsonDocument.Parse(recording);
            using var actual = JsonDocument.Parse(prediction);
            if (Text(expected.RootElement, "binary_b64") is null)
            {
                reason = "no results are recorded: there is no list to compare with";
                return false;
            }

            Compare(expected.RootElement, actual.RootElement, found);
        }
        catch (Exception error) when (BadInput.Is(error) || error is KeyNotFoundException)
        {
            reason = "results of another form than a recording has";
        }

        return reason.Length == 0;
    }

    private static void Compare(JsonElement recorded, JsonElement predicted, List<string> differences)
    {
        Lines("boot_entries", recorded, "boot_measured", predicted, "boot_entries", differences);
        Lines("final_entries", recorded, "final_measured", predicted, "final_entries", differences);
        var predictedOps = predicted.GetProperty("ops").EnumerateArray().ToDictionary(o => o.GetProperty("n").GetInt32());
        foreach (var op in recorded.GetProperty("ops").EnumerateArray())
        {
            var number = op.GetProperty("n").GetInt32();
            var what = $"op {number} {op.GetProperty("op").GetString()} {string.Join(' ', op.GetProperty("args").EnumerateArray().Select(a => a.GetString()!.Length > 60 ? a.GetString()![..60] : a.GetString()))}";
            var unread = Unread(recorded, op);
            if (op.GetProperty("phase").GetString() == "setup")
            {
                CompareWrites(what, op, unread, predicted.TryGetProperty("setup_wrote", out var setup) && setup.TryGetProperty(number.ToString(), out var wrote) ? wrote : default, differences);
                continue;
            }

            if (!predictedOps.Remove(number, out var prediction))
            {
                differences.Add($"{what}: missing");
                continue;
            }

            Same($"{what}: errno", Text(op, "errno"), Text(prediction, "errno"), differences);
            Lines($"{what}: entries", op, "measured", prediction, "entries", differences);
            Same($"{what}: violations", Number(op, "violations_delta"), Number(prediction, "violations"), differences);
            CompareWrites(what, op, unread, prediction.TryGetProperty("wrote", out var written) ? written : default, differences);
        }

        differences.AddRange(predictedOps.Keys.Select(n => $"op {n}: not recorded"));
        Same("list", Text(recorded, "binary_b64"), Text(predicted, "list_base64"), differences);
        Same("count", Number(recorded, "count"), Number(predicted, "count"), differences);
        Same("violations", Number(recorded, "violations"), Number(predicted, "violations"), differences);
        ComparePcrs(recorded, predicted, differences);
    }

    private static void ComparePcrs(JsonElement recorded, JsonElement predicted, List<string> differences)
    {
        if (!recorded.TryGetProperty("pcrs", out var pcrs))
        {
            return;
        }

        foreach (var bank in pcrs.EnumerateObject())
        {
            var values = predicted.GetProperty("pcrs").GetProperty(bank.Name);
            Same($"{bank.Name} has PCR 10", "True", values.TryGetProperty("10", out _).ToString(), differences);
            foreach (var value in values.EnumerateObject().Where(v => bank.Value.TryGetProperty(v.Name, out _)))
            {
                Same($"{bank.Name} PCR {value.Name}", bank.Value.GetProperty(value.Name).GetString(), value.Value.GetString(), differences);
            }
        }

        if (recorded.TryGetProperty("lists", out var lists) && predicted.TryGetProperty("lists", out var predictedLists))
        {
            foreach (var list in predictedLists.EnumerateObject().Where(l => lists.TryGetProperty(l.Name, out _)))
            {
                var entry = lists.GetProperty(list.Name);
                Same($"list {list.Name}", entry.ValueKind == JsonValueKind.Object ? Text(entry, "binary_b64") : entry.GetString(), list.Value.GetString(), differences);
            }
        }
    }

    // Paths whose attribute nobody read later: what the recording names, and files that a close without a write may have labelled by a `hash` rule
    // (docs/reference/corpus.md, Predicting a scenario).
    private static HashSet<string> Unread(JsonElement recorded, JsonElement op)
    {
        var unread = op.TryGetProperty("ima_wrote_unknown", out var paths) ? paths.EnumerateArray().Select(p => p.GetString()!).ToHashSet() : [];
        if (op.GetProperty("op").GetString() == "close" && !op.TryGetProperty("ima_wrote", out _) && HasHashRule(recorded)
            && op.TryGetProperty("target", out var file) && file.ValueKind == JsonValueKind.Object && Text(file, "path") is { } closed)
        {
            var later = recorded.GetProperty("ops").EnumerateArray().Where(other => other.GetProperty("n").GetInt32() > op.GetProperty("n").GetInt32());
            if (!later.Any(other => other.TryGetProperty("target", out var target) && target.ValueKind == JsonValueKind.Object && Text(target, "path") == closed))
            {
                unread.Add(closed);
            }
        }

        return unread;
    }

    private static bool HasHashRule(JsonElement recorded) =>
        recorded.TryGetProperty("policy", out var rules)
        && rules.EnumerateArray().Any(rule => rule.ValueKind == JsonValueKind.String && rule.GetString()!.TrimStart().StartsWith("hash ", StringComparison.Ordinal));

    private static void CompareWrites(string what, JsonElement op, HashSet<string> unknown, JsonElement predicted, List<string> differences)
    {
        var expected = op.TryGetProperty("ima_wrote", out var wrote) ? wrote.EnumerateObject().ToDictionary(w => w.Name, w => w.Value.ToString()) : [];
        var actual = predicted.ValueKind == JsonValueKind.Object
            ? predicted.EnumerateObject().Where(w => !unknown.Contains(w.Name)).ToDictionary(w => w.Name, w => w.Value.GetProperty("security.ima").ToString())
            : [];
        foreach (var (path, value) in expected)
        {
            var hex = value.StartsWith('{') ? JsonDocument.Parse(value).RootElement.GetProperty("security.ima").GetString() : value;
            Same($"{what}: wrote {path}", hex, actual.GetValueOrDefault(path), differences);
        }

        differences.AddRange(actual.Keys.Except(expected.Keys).Select(path => $"{what}: wrote {path} {actual[path]}, recorded nothing"));
    }

    private static void Lines(string what, JsonElement recorded, string recordedName, JsonElement predicted, string predictedName, List<string> differences)
    {
        var expected = recorded.TryGetProperty(recordedName, out var r) ? r.EnumerateArray().Select(l => l.ToString()).ToList() : [];
        var actual = predicted.GetProperty(predictedName).EnumerateArray().Select(l => l.ToString()).ToList();
        if (!expected.SequenceEqual(actual))
        {
            differences.Add($"{what}:\n      recorded  {string.Join("\n                ", expected)}\n      predicted {string.Join("\n                ", actual)}");
        }
    }

    private static void Same(string what, string? recorded, string? predicted, List<string> differences)
    {
        if (recorded != predicted)
        {
            differences.Add($"{what}: recorded {Short(recorded)}, predicted {Short(predicted)}");
        }
    }

    private static string Short(string? text) => text is null ? "nothing" : text.Length > 80 ? text[..80] + ".." : text;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ToString() : "0";
}
