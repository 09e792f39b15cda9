using System.Text.RegularExpressions;
using Imara.Tests.Shared;

namespace Imara.Architecture.Tests;

/// <summary>What the code cites is there: a page of the reference, and the section in it.</summary>
public partial class ReferenceCitationTests
{
    private static readonly Dictionary<string, HashSet<string>> Sections = Repository.Files("docs/reference", "*.md").ToDictionary(
        path => Path.GetFileName(path),
        path => File.ReadLines(Repository.PathOf(path)).Select(line => Numbered().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void Every_cited_section_exists()
    {
        var lost =
            from path in Repository.Files("src", "*.cs").Concat(Repository.Files("tests", "*.cs"))
            from match in Citation().Matches(File.ReadAllText(Repository.PathOf(path)))
            where !Exists(match)
            select $"{path}: {match.Value}";
        Assert.Empty(lost);
    }

    [Fact]
    public void Every_type_and_section_of_the_kernel_map_exists()
    {
        var types = Repository.Files("src", "*.cs").Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet(StringComparer.Ordinal);
        var rows = File.ReadLines(Repository.PathOf("docs/reference/kernel-map.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Trim('|', ' ').Split(" | ")).ToArray();
        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            Assert.Equal(4, row.Length);
            Assert.True(MapCitation().Match(row[2]) is { Success: true } cited && Exists(cited), row[2]);
            Assert.All(Name().Matches(row[3]), name => Assert.Contains(name.Groups[1].Value, types));
        });
    }

    private static bool Exists(Match citation) => Sections.TryGetValue(citation.Groups[1].Value, out var sections) && (!citation.Groups[2].Success || sections.Contains(citation.Groups[2].Value));

    [GeneratedRegex(@"docs/reference/([a-z-]+\.md)(?: (\d+(?:\.\d+)*))?")]
    private static partial Regex Citation();

    [GeneratedRegex(@"^([a-z-]+\.md) (\d+(?:\.\d+)*)$")]
    private static partial Regex MapCitation();

    // Headings with a number, and numbered paragraphs.
    [GeneratedRegex(@"^(?:#+ )?(\d+(?:\.\d+)*)[. ]")]
    private static partial Regex Numbered();

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Name();
}
