using System.Text;
using System.Text.Json;

namespace Imara.Policy.Tests.Conformance;

/// <summary>What one kernel answered to a case.</summary>
internal sealed record RuleAnswer(
    bool Accept,
    IReadOnlyList<int> Returns,
    IReadOnlyList<string?> Errnos,
    IReadOnlyList<string> Sub,
    bool? Updated,
    IReadOnlyList<int>? CommitReturns,
    IReadOnlyList<ByteString>? Readback)
{
    public static RuleAnswer Parse(JsonElement json) => new(
        json.GetProperty("accept").GetBoolean(),
        json.TryGetProperty("ret", out var ret) ? [.. ret.EnumerateArray().Select(r => r.GetInt32())] : [],
        json.TryGetProperty("errno", out var errno) ? [.. errno.EnumerateArray().Select(e => e.GetString())] : [],
        json.TryGetProperty("sub", out var sub) ? [.. sub.EnumerateArray().Select(s => s.ToString())] : [],
        json.TryGetProperty("updated", out var updated) ? updated.GetBoolean() : null,
        json.TryGetProperty("commit_ret", out var commit) ? [.. commit.EnumerateArray().Select(r => r.GetInt32())] : null,
        json.TryGetProperty("readback", out var readback) ? [.. readback.EnumerateArray().Select(Line)] : null);

    private static ByteString Line(JsonElement line) => line.ValueKind == JsonValueKind.Object
        ? new ByteString(line.GetProperty("b64").GetBytesFromBase64())
        : new ByteString(Encoding.UTF8.GetBytes(line.GetString()!));
}
