using System.Text;
using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>The linter as scripts use it: a few policies violate every rule of it.</summary>
public class LintTests
{
    private const string Folder = "tests/Imara.Aot.Tests/Policy/Lint";
    private const string OnPcr7 = "measure func=BPRM_CHECK pcr=7\n";

    public static TheoryData<string> Policies => [.. Directory.GetFiles(Repository.PathOf(Folder), "*.policy").Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Findings_are_shown_as_approved(string name)
    {
        var result = Check(name);
        Assert.Equal((0, string.Empty), (result.Exit, NoNotes(result.Error)));
        Golden.Match($"{Folder}/{name}.txt", result.Output);
    }

    [Fact]
    public void No_lint_rule_stays_silent()
    {
        var rules = Directory.GetFiles(Repository.PathOf("docs/diagnostics"), "IMA03*.md").Select(path => Path.GetFileNameWithoutExtension(path));
        var silent = rules.Except(Policies.Select(row => row.Data).SelectMany(name => Ids(Check(name, "--format", "json").Output)));
        Assert.Empty(silent);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "--strict")]
    [InlineData(0, "--strict --lint off")]
    [InlineData(0, "--strict --lint IMA0325=info")]
    [InlineData(0, "--strict --lint IMA0325=off")]
    [InlineData(1, "--lint IMA0325=error")]
    [InlineData(0, "--lint IMA0325=error --lint IMA0325=warning")]
    [InlineData(2, "--lint IMA0101=off")]
    [InlineData(2, "--lint IMA0325")]
    [InlineData(2, "--lint IMA0325=fatal")]
    [InlineData(2, "--fix --format json")]
    public void The_exit_status_follows_the_levels(int expected, string options)
    {
        var result = Run(OnPcr7, ["--kernel", "6.12", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-"]);
        Assert.Equal(expected, result.Exit);
        Assert.Equal(expected == 0, result.Error.Length == 0);
    }

    [Fact]
    public void A_finding_has_its_level_and_its_fix_in_JSON()
    {
        using var json = JsonDocument.Parse(Run("measure func=PATH_CHECK fowner=1 pcr=7\n", ["--kernel", "6.12", "--format", "json", "--lint", "IMA0325=error", "-"]).Output);
        Assert.True(json.RootElement.GetProperty("accepted").GetBoolean());
        Assert.Equal(
            [("IMA0372", "info", "write the name of today"), ("IMA0325", "error", null)],
            json.RootElement.GetProperty("diagnostics").EnumerateArray().Select(d => (d.GetProperty("id").GetString()!, d.GetProperty("severity").GetString()!, d.GetProperty("fix").GetString())));
    }

    [Fact]
    public void A_file_is_fixed_in_its_place_with_mode_and_owner()
    {
        using var policy = new TemporaryFile("# programs\r\nmeasure func=FILE_MMAP # mapped\r\nmeasure func=KEY_CHECK gid=5");
        Assert.Equal(0, Command.Run("sh", ["-c", $"chmod 4640 {policy.Path} && chown 7:8 {policy.Path} && ln -s {policy.Path} {policy.Path}.link && chmod 4640 {policy.Path}"]).Exit);
        var result = Run(string.Empty, ["--kernel", "6.12", "--format", "json", "--fix", policy.Path + ".link"]);
        File.Delete(policy.Path + ".link");
        Assert.Equal(0, result.Exit);
        Assert.Equal("# programs\r\n# mapped\nmeasure func=MMAP_CHECK\nmeasure func=KEY_CHECK\n", File.ReadAllText(policy.Path));
        Assert.Equal("4640 7 8\n", Command.Run("stat", ["-c", "%a %u %g", policy.Path]).Output);
        Assert.Contains(":2: fixed IMA0130: put the comment on a line of its own before the rule\n", result.Error);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(["IMA0130", "IMA0311", "IMA0372", "IMA0207"], json.RootElement.GetProperty("fixed").EnumerateArray().Select(d => d.GetProperty("id").GetString()));
        Assert.Empty(json.RootElement.GetProperty("diagnostics").EnumerateArray());
    }

    [Fact]
    public void What_cannot_be_replaced_stays_as_it_is()
    {
        using var policy = new TemporaryFile("measure func=FILE_MMAP\n");
        Assert.Equal(0, Command.Run("ln", [policy.Path, policy.Path + ".second"]).Exit);
        var linked = Run(string.Empty, ["--kernel", "6.12", "--fix", policy.Path]);
        File.Delete(policy.Path + ".second");
        var twice = Run(string.Empty, ["--kernel", "6.12", "--fix", policy.Path, policy.Path]);
        Assert.Equal((2, 2), (linked.Exit, twice.Exit));
        Assert.Contains("left as it is", linked.Error);
        Assert.Equal("measure func=FILE_MMAP\n", File.ReadAllText(policy.Path));
    }

    [Fact]
    public void The_fixed_text_of_standard_input_is_the_output()
    {
        var result = Run("measure func=FILE_MMAP\nmeasure func=BPRM_CHEK\n", ["--kernel", "6.12", "--fix", "-"]);
        Assert.Equal((1, "measure func=MMAP_CHECK\nmeasure func=BPRM_CHEK\n"), (result.Exit, result.Output));
        Assert.Contains("standard input:2:14: error IMA0103", result.Error);
    }

    [Fact]
    public void Other_verbs_do_not_lint() =>
        Assert.Equal(string.Empty, Command.Run(NativeBinary.Path, ["policy", "canonical", "--kernel", "6.12", "-"], Encoding.UTF8.GetBytes(OnPcr7)).Error);

    private static CommandResult Check(string name, params string[] more)
    {
        var path = $"{Folder}/{name}.policy";
        var options = File.ReadLines(Repository.PathOf(path)).First()["# options: ".Length..].Split(' ').Select(word => word.StartsWith("docs/", StringComparison.Ordinal) ? Repository.PathOf(word) : word);
        return Run(File.ReadAllText(Repository.PathOf(path)), [.. options, .. more, "-"]);
    }

    private static IEnumerable<string> Ids(string output)
    {
        using var json = JsonDocument.Parse(output);
        return [.. json.RootElement.GetProperty("diagnostics").EnumerateArray().Select(d => d.GetProperty("id").GetString()!)];
    }

    private static string NoNotes(string error) => string.Concat(error.Split('\n').Where(line => !line.StartsWith("imara: note: ", StringComparison.Ordinal)));

    private static CommandResult Run(string input, string[] arguments) => Command.Run(NativeBinary.Path, ["policy", "check", .. arguments], Encoding.UTF8.GetBytes(input));
}
