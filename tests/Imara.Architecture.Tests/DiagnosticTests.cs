using System.Reflection;
using System.Text.RegularExpressions;
using Imara.Diagnostics;
using Imara.Tests.Shared;

namespace Imara.Architecture.Tests;

public class DiagnosticTests
{
    private static readonly (DiagnosticDescriptor Row, string Property)[] Rows =
        [.. from room in PublicApi.Assemblies
            from type in room.GetTypes()
            from property in type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            where property.PropertyType == typeof(DiagnosticDescriptor)
            select ((DiagnosticDescriptor)property.GetValue(null)!, $"{type.Name}.{property.Name}")];

    [Fact]
    public void An_id_stands_for_one_kind() =>
        Assert.Empty(Rows.GroupBy(row => row.Row.Id).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Every_id_has_a_page_with_its_title()
    {
        var missing =
            from row in Rows
            let page = Repository.PathOf($"docs/diagnostics/{row.Row.Id}.md")
            where !File.Exists(page) || !File.ReadAllText(page).Contains(row.Row.Title)
            select $"docs/diagnostics/{row.Row.Id}.md: {row.Row.Title}";
        Assert.Empty(missing);
    }

    [Fact]
    public void The_index_lists_every_id_with_severity_and_title()
    {
        var index = File.ReadAllText(Repository.PathOf("docs/diagnostics/README.md"));
        Assert.Empty(Rows.Select(row => $"| [{row.Row.Id}]({row.Row.Id}.md) | {row.Row.Severity.ToString().ToLowerInvariant()} | {row.Row.Title} |").Where(line => !index.Contains(line)));
    }

    [Fact]
    public void Every_page_is_about_an_id()
    {
        var folder = Repository.PathOf("docs/diagnostics");
        var pages = Directory.Exists(folder) ? Directory.GetFiles(folder, "IMA*.md") : [];
        Assert.Empty(pages.Select(page => Path.GetFileNameWithoutExtension(page)).Except(Rows.Select(row => row.Row.Id)));
    }

    [Fact]
    public void Every_id_is_named_in_a_test()
    {
        var tests = string.Concat(Repository.Files("tests", "*.cs").Select(path => File.ReadAllText(Repository.PathOf(path))));
        var unnamed =
            from row in Rows
            where !Regex.IsMatch(tests, $@"\b({row.Row.Id}|{Regex.Escape(row.Property)})\b")
            select $"{row.Row.Id} ({row.Property})";
        Assert.Empty(unnamed);
    }
}
