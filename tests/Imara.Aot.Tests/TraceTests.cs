using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>trace replay on a few recordings; all of them are replayed in the tests of the room.</summary>
public class TraceTests
{
    private static readonly string[] Names = ["builtin/ima_tcb", "builtin/ima_policy=appraise_tcb"];

    [Fact]
    public void Recorded_workloads_are_predicted_line_by_line()
    {
        var recorded = CorpusFiles.Lines("scenarios/scenarios.jsonl.gz").Where(line => Names.Contains(Member(line, "name"))).ToArray();
        Assert.NotEmpty(recorded);
        using var input = new TemporaryFile(string.Join('\n', recorded));
        var result = NativeBinary.Run("trace", "replay", input.Path, "--files", CorpusFiles.PathOf("scenarios/files.json"));
        Assert.Equal((0, string.Empty), (result.Exit, result.Error));
        var lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(recorded.Select(line => (Member(line, "id"), Member(line, "binary_b64"))), lines.Select(line => (Member(line, "id"), Member(line, "list_base64"))));
        Assert.StartsWith("{\"schema\":1,", lines[0]);
        Assert.All(lines[1..], line => Assert.DoesNotContain("\"schema\"", line));
    }

    [Fact]
    public void An_unreadable_line_is_answered_and_the_others_go_on()
    {
        var recorded = CorpusFiles.Lines("scenarios/scenarios.jsonl.gz").First(line => Member(line, "name") == Names[0]);
        using var input = new TemporaryFile($"nonsense\n\n{{\"id\":\"s-1\"}}\n{recorded}\n");
        var result = NativeBinary.Run("trace", "replay", input.Path, "--files", CorpusFiles.PathOf("scenarios/files.json"));
        Assert.Equal(2, result.Exit);
        var lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(("1", "s-1", Member(recorded, "id")), (Member(lines[0], "line"), Member(lines[1], "id"), Member(lines[2], "id")));
        Assert.All(lines[..2], line => Assert.NotEmpty(Member(line, "error")!));
        Assert.Equal(2, result.Error.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void Predictions_are_compared_with_what_was_recorded()
    {
        var recorded = CorpusFiles.Lines("scenarios/scenarios.jsonl.gz").Where(line => Names.Contains(Member(line, "name"))).ToArray();
        var changed = recorded[0].Replace("\"count\":", "\"count\":9", StringComparison.Ordinal);
        var bare = System.Text.Json.Nodes.JsonNode.Parse(recorded[0])!.AsObject();
        bare.Remove("binary_b64");
        using var good = new TemporaryFile(string.Join('\n', recorded));
        using var bad = new TemporaryFile($"{recorded[0]}\n{changed}\n");
        using var partly = new TemporaryFile($"{recorded[0]}\n{bare.ToJsonString()}\n");
        string[] check = ["trace", "replay", "--check", "--files", CorpusFiles.PathOf("scenarios/files.json")];

        Assert.Equal(new CommandResult(0, $"{recorded.Length} as recorded, 0 different\n", string.Empty), NativeBinary.Run([.. check, good.Path]));
        var differing = NativeBinary.Run([.. check, bad.Path]);
        Assert.Equal((1, $"imara: {bad.Path}:2: not as recorded\n"), (differing.Exit, differing.Error));
        Assert.Contains($"{bad.Path}:2: not as recorded\n  count: recorded 9", differing.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 as recorded, 1 different\n", differing.Output, StringComparison.Ordinal);
        var incomplete = NativeBinary.Run([.. check, "--format", "json", partly.Path]);
        Assert.Equal((2, $"imara: {partly.Path}:2: not compared: no results are recorded: there is no list to compare with\n"), (incomplete.Exit, incomplete.Error));
        Assert.EndsWith("{\"summary\":{\"as_recorded\":1,\"different\":0,\"not_compared\":1}}\n", incomplete.Output, StringComparison.Ordinal);
        Assert.Equal(2, NativeBinary.Run("trace", "replay", "--format", "text", good.Path).Exit);
    }

    [Fact]
    public void Files_that_cannot_be_read_end_it()
    {
        using var input = new TemporaryFile("{}\n");
        Assert.Equal(2, NativeBinary.Run("trace", "replay", "/nonexistent").Exit);
        Assert.Equal(2, NativeBinary.Run("trace", "replay", input.Path, "--files", "/nonexistent").Exit);
        Assert.Equal(2, NativeBinary.Run("trace", "replay", input.Path, "--files", input.Path, "--kernel", "6.12").Exit);
    }

    [Theory]
    [InlineData("--active", "custom")]
    [InlineData("--load", "path")]
    [InlineData("--load", "cat")]
    [InlineData("--lsm-labels", "/dev/null")]
    [InlineData("--lsm", "smack", "--lsm-labels", "/dev/null")]
    [InlineData("--hash-algos", "sha-1")]
    public void An_option_that_means_nothing_for_a_scenario_is_refused(params string[] options)
    {
        using var input = new TemporaryFile("{}\n");
        var result = NativeBinary.Run(["trace", "replay", input.Path, .. options]);
        Assert.Equal((2, string.Empty), (result.Exit, result.Output));
        Assert.StartsWith("imara: --", result.Error);
    }

    [Theory]
    [InlineData(null, "appraise appraise_algos=sha512")]
    [InlineData("EINVAL", "appraise appraise_algos=sha512", "--hash-algos", "sha1,sha256")]
    [InlineData("EINVAL", "measure obj_type=bin_t")]
    [InlineData(null, "measure obj_type=bin_t", "--lsm", "selinux")]
    [InlineData("EINVAL", "measure func=KEXEC_CMDLINE fs_subtype=x", "--load", "lines", "--active", "default")]
    [InlineData(null, "measure func=KEXEC_CMDLINE fs_subtype=x", "--kernel", "7.3")]
    public void Options_take_the_place_of_what_a_scenario_says(string? errno, string rule, params string[] options)
    {
        using var input = new TemporaryFile($$$"""{"id":"s","kernel":"6.12","actors":{"0":{}},"policy":["{{{rule}}}"],"ops":[{"n":0,"phase":"policy","actor":0,"op":"policy","args":[]}]}""" + "\n");
        var result = NativeBinary.Run(["trace", "replay", input.Path, .. options]);
        Assert.Equal(0, result.Exit);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(errno, json.RootElement.GetProperty("ops")[0].GetProperty("errno").GetString());
    }

    private static string? Member(string line, string name)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
    }
}
