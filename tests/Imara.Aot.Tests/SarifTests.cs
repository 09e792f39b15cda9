using System.Text;
using System.Text.Json;
using Imara.Tests.Shared;
using Microsoft.CodeAnalysis.Sarif;

namespace Imara.Aot.Tests;

/// <summary><c>imara policy check --format sarif</c>, read back by two programs that are not ours.</summary>
public class SarifTests
{
    private const string Policy = "# é\nmeasure func=BPRM_CHEK # é\nmeasure fsname=é func=x\nmeasure obj_type=bin_t";

    [Fact]
    public void The_log_is_valid_against_the_schema()
    {
        const string Validate = "import json, sys, jsonschema; jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))";
        using var log = new TemporaryFile(Check(Policy, "--kernel", "6.13", "--lsm", "selinux").Output);
        var result = Command.Run("/usr/bin/python3", ["-c", Validate, log.Path, Path.Combine(AppContext.BaseDirectory, "sarif-2.1.0.json")]);
        Assert.Equal((0, string.Empty), (result.Exit, result.Error));
    }

    [Fact]
    public void An_independent_reader_finds_what_the_json_says()
    {
        string[] kernel = ["--kernel", "6.13", "--lsm", "selinux"];
        var sarif = Check(Policy, kernel);
        using var log = new TemporaryFile(sarif.Output);
        var run = Assert.Single(SarifLog.Load(log.Path).Runs);
        using var json = JsonDocument.Parse(Run(Policy, ["--format", "json", .. kernel]).Output);
        var expected = json.RootElement.GetProperty("diagnostics").EnumerateArray().Where(d => d.GetProperty("file").ValueKind != JsonValueKind.Null).ToList();

        Assert.Equal(1, sarif.Exit);
        Assert.Equal("imara", run.Tool.Driver.Name);
        Assert.True(expected.Count > 2);
        Assert.Equal(expected.Select(d => d.GetProperty("id").GetString()), run.Results.Select(r => r.RuleId));
        Assert.Equal(expected.Select(d => d.GetProperty("id").GetString()), run.Results.Select(r => r.GetRule(run).Id));
        Assert.Equal(expected.Select(d => d.GetProperty("line").GetInt32()), run.Results.Select(r => Region(r).StartLine));
        Assert.Equal(expected.Select(d => (d.GetProperty("offset").GetInt32(), d.GetProperty("length").GetInt32())), run.Results.Select(r => (Region(r).ByteOffset, Region(r).ByteLength)));
        Assert.All(run.Results, r => Assert.Equal("-", r.Locations[0].PhysicalLocation.ArtifactLocation.Uri.OriginalString));
        Assert.Contains(run.Invocations[0].ToolExecutionNotifications, n => n.Message.Text.StartsWith("IMA0405: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Columns_are_code_points_and_offsets_are_bytes()
    {
        using var log = new TemporaryFile(Check("# é\nmeasure fsname=é func=x\n", "--kernel", "6.12").Output);
        var region = Region(SarifLog.Load(log.Path).Runs[0].Results.Single(r => r.RuleId == "IMA0103"));
        Assert.Equal((2, 23, 24), (region.StartLine, region.StartColumn, region.EndColumn));
        Assert.Equal((28, 1), (region.ByteOffset, region.ByteLength));
    }

    [Fact]
    public void A_safe_fix_is_in_the_log_and_makes_the_finding_go_away()
    {
        const string Text = "measure func=PATH_CHECK mask=^MAY_READ uid=0\r\n";
        using var log = new TemporaryFile(Check(Text, "--kernel", "6.12").Output);
        var result = SarifLog.Load(log.Path).Runs[0].Results.First(r => r.Fixes is { Count: > 0 });
        var bytes = Encoding.UTF8.GetBytes(Text).ToList();
        foreach (var replacement in result.Fixes[0].ArtifactChanges[0].Replacements.Reverse())
        {
            bytes.RemoveRange(replacement.DeletedRegion.ByteOffset, replacement.DeletedRegion.ByteLength);
            bytes.InsertRange(replacement.DeletedRegion.ByteOffset, Encoding.UTF8.GetBytes(replacement.InsertedContent?.Text ?? string.Empty));
        }

        using var after = new TemporaryFile(Check(Encoding.UTF8.GetString([.. bytes]), "--kernel", "6.12").Output);
        Assert.DoesNotContain(SarifLog.Load(after.Path).Runs[0].Results, r => r.RuleId == result.RuleId);
    }

    [Fact]
    public void A_file_is_named_by_its_URI()
    {
        using var policy = new TemporaryFile("bogus\n");
        var odd = policy.Path + " %é";
        File.Copy(policy.Path, odd);
        try
        {
            using var log = new TemporaryFile(Command.Run(NativeBinary.Path, ["policy", "check", "--kernel", "6.12", "--format", "sarif", odd]).Output);
            var uri = SarifLog.Load(log.Path).Runs[0].Results[0].Locations[0].PhysicalLocation.ArtifactLocation.Uri;
            Assert.Equal(odd, uri.LocalPath);
        }
        finally
        {
            File.Delete(odd);
        }
    }

    private static Region Region(Result result) => result.Locations[0].PhysicalLocation.Region;

    private static CommandResult Check(string policy, params string[] kernel) => Run(policy, ["--format", "sarif", .. kernel]);

    private static CommandResult Run(string policy, string[] arguments) =>
        Command.Run(NativeBinary.Path, ["policy", "check", .. arguments, "-"], Encoding.UTF8.GetBytes(policy));
}
