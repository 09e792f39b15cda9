using System.Text.RegularExpressions;
using Imara.Tests.Shared;

namespace Imara.Architecture.Tests;

public partial class FailureTableTests
{
    private const string Page = "docs/reference/boot-failures.md";

    private static IEnumerable<string> Rows => File.ReadLines(Repository.PathOf(Page)).Where(line => FailureRow().IsMatch(line));

    [Fact]
    public void Every_failure_names_a_test_that_shows_it()
    {
        Assert.NotEmpty(Rows);
        Assert.All(Rows, row => Assert.Matches(NamedTest(), row));
    }

    [Fact]
    public void Every_named_test_exists()
    {
        var sources = Repository.Files("tests", "*Tests.cs").ToLookup(path => Path.GetFileNameWithoutExtension(path), path => File.ReadAllText(Repository.PathOf(path)));
        var missing =
            from row in Rows
            from named in NamedTest().Matches(row)
            where !sources[named.Groups[1].Value].Any(source => Regex.IsMatch(source, $@"public (async Task|void) {named.Groups[2].Value}\("))
            select named.Value;
        Assert.Empty(missing);
    }

    // Rows are numbered, so that heads and rules of the tables are none.
    [GeneratedRegex(@"^\| \d+ \|")]
    private static partial Regex FailureRow();

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex NamedTest();
}
