using System.Text;
using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Policy.Tests.Conformance;

/// <summary>One line of rules.jsonl (docs/reference/corpus.md).</summary>
internal sealed record RuleCase(string Id, string How, string? Open, IReadOnlyList<byte[]> Writes, IReadOnlyDictionary<string, RuleAnswer> Kernels)
{
    /// <summary>The definition in docs/reference/corpus.md.</summary>
    public bool IsSingleWholeLine => How == "write" && Open is null && Writes.Count == 1 && Writes[0].Length > 0
        && Array.IndexOf(Writes[0], (byte)'\n') == Writes[0].Length - 1;

    public override string ToString() => $"{Id} {string.Join(" + ", Writes.Select(w => ByteString.Display(w.AsSpan(0, Math.Min(w.Length, 150)))))}";

    public static IReadOnlyList<RuleCase> All { get; } = [.. CorpusFiles.Lines("rules/rules.jsonl.gz").Select(Parse)];

    /// <summary>The cases with an answer in a context.</summary>
    public static IEnumerable<(RuleCase Item, RuleAnswer Answer)> In(string context)
    {
        foreach (var item in All)
        {
            if (item.Kernels.TryGetValue(context, out var answer))
            {
                yield return (item, answer);
            }
        }
    }

    private static RuleCase Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var writes = root.TryGetProperty("writes", out var text)
            ? text.EnumerateArray().Select(w => Encoding.UTF8.GetBytes(w.GetString()!)).ToList()
            : [.. root.GetProperty("writes_b64").EnumerateArray().Select(w => w.GetBytesFromBase64())];
        var open = root.TryGetProperty("open", out var flags) ? flags.GetString() : null;
        var kernels = root.GetProperty("kernels").EnumerateObject().ToDictionary(k => k.Name, k => RuleAnswer.Parse(k.Value));
        return new RuleCase(root.GetProperty("id").GetString()!, root.GetProperty("how").GetString()!, open, writes, kernels);
    }
}
