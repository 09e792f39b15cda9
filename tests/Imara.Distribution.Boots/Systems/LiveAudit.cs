using System.Text.Json;

namespace Imara.Distribution.Boots.Systems;

/// <summary>What `imara audit` has to say on a machine on which one program was changed and run.</summary>
internal static class LiveAudit
{
    private const string Tool = "/lab/tool";

    /// <summary>It found that denial and no other, names the rules that may have done it, and says what is to be done.</summary>
    /// <param name="outcome">The boot.</param>
    /// <param name="cause">Why it was denied.</param>
    /// <param name="source">A part of the name of the log that it read.</param>
    public static void Found(Outcome outcome, string cause, string source)
    {
        Assert.True(outcome.Exit("audit") == 1, outcome.Output("audit") + outcome.Error("audit"));
        var lines = outcome.Output("audit").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var finding = Assert.Single(lines, line => line.TryGetProperty("verdict", out var verdict) && verdict.GetString() == "denied");
        Assert.Equal((Tool, cause, "enforce"), (Text(finding, "path"), Text(finding, "cause"), Text(finding, "mode")));
        Assert.Contains(finding.GetProperty("rules").EnumerateArray(), rule => Text(rule, "text")!.StartsWith("appraise func=BPRM_CHECK ", StringComparison.Ordinal));
        Assert.Contains("imara file", Text(finding, "help"));
        Assert.Contains(Tool, Text(finding, "help"));
        Assert.Contains(lines[^1].GetProperty("summary").GetProperty("sources").EnumerateArray(), name => name.GetString()!.Contains(source, StringComparison.Ordinal));
    }

    private static string? Text(JsonElement value, string name) => value.GetProperty(name).GetString();
}
