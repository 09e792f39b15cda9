using System.Text.RegularExpressions;
using Imara.Tests.Shared;

namespace Imara.Architecture.Tests;

public partial class FailureTableTests
{
    public static TheoryData<string> Pages => ["docs/reference/boot-failures.md", "docs/reference/runtime-failures.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_failure_names_a_test_that_shows_it(string page)
    {
        Assert.NotEmpty(Rows(page));
        Assert.All(Rows(page), row => Assert.Matches(NamedTest(), row));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_named_test_exists(string page)
    {
        var sources = Repository.Files("tests", "*Tests.cs").ToLookup(path => Path.GetFileNameWithoutExtension(path), path => File.ReadAllText(Repository.PathOf(path)));
        var missing =
            from row in Rows(page)
            from named in NamedTest().Matches(row)
            where !sources[named.Groups[1].Value].Any(source => Regex.IsMatch(source, $@"public (async Task|void) {named.Groups[2].Value}\("))
            select named.Value;
        Assert.Empty(missing);
    }

    private static IEnumerable<string> Rows(string page) => File.ReadLines(Repository.PathOf(page)).Where(line => FailureRow().IsMatch(line));

    // Rows are numbered, so that heads and rules of the tables are none.
    [GeneratedRegex(@"^\| \d+ \|")]
    private static partial Regex FailureRow();

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex NamedTest();
}
