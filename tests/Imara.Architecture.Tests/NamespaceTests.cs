using System.Text.RegularExpressions;
using Imara.Tests.Shared;

namespace Imara.Architecture.Tests;

/// <summary>Inside a room namespaces need each other in one direction.</summary>
public partial class NamespaceTests
{
    // Each names the namespaces of one circle; none may be added. The front end, which is to be cut into verbs, options, reports and streams, is not looked at.
    private static readonly string[] KnownCircles =
    [
        "Imara.Policy.Checking, Imara.Policy.Fixing, Imara.Policy.Formatting, Imara.Policy.Linting, Imara.Policy.Linting.Covering, Imara.Policy.Linting.Rules",
    ];

    [Fact]
    public void Namespaces_of_a_room_form_no_circle_but_the_known_ones()
    {
        var circles = Rooms.Existing.Where(room => room != "Imara.Cli").SelectMany(Circles).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(KnownCircles.Order(StringComparer.Ordinal), circles);
    }

    private static IEnumerable<string> Circles(string room)
    {
        var files = Repository.Files($"src/{room}", "*.cs").Select(path => SourceFile.Read(Repository.PathOf(path))).ToArray();
        var home = files.GroupBy(file => file.Type).ToDictionary(group => group.Key, group => group.First().Namespace, StringComparer.Ordinal);
        var needs = files.GroupBy(file => file.Namespace).ToDictionary(
            group => group.Key,
            group => group.SelectMany(file => file.Words.Where(home.ContainsKey).Select(word => home[word]).Where(file.Sees)).Where(other => other != group.Key).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        var reach = needs.ToDictionary(pair => pair.Key, pair => Reach(pair.Key, needs), StringComparer.Ordinal);
        return needs.Keys.Where(name => reach[name].Contains(name))
            .Select(name => string.Join(", ", reach[name].Where(other => reach[other].Contains(name)).Order(StringComparer.Ordinal)))
            .Distinct();
    }

    private static HashSet<string> Reach(string start, Dictionary<string, HashSet<string>> needs)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(needs[start]);
        while (open.TryPop(out var next))
        {
            if (found.Add(next))
            {
                foreach (var further in needs[next])
                {
                    open.Push(further);
                }
            }
        }

        return found;
    }

    private sealed record SourceFile(string Type, string Namespace, HashSet<string> Usings, HashSet<string> Words)
    {
        public bool Sees(string other) => Usings.Contains(other) || Namespace.StartsWith(other + ".", StringComparison.Ordinal) || Namespace == other;

        public static SourceFile Read(string path)
        {
            var text = NotCode().Replace(File.ReadAllText(path), " ");
            return new SourceFile(
                Path.GetFileName(path).Split('.')[0],
                Declared().Match(text).Groups[1].Value,
                [.. Using().Matches(text).Select(match => match.Groups[1].Value)],
                [.. Word().Matches(text).Select(match => match.Value)]);
        }
    }

    // Comments and plain strings; what an interpolated one holds is code.
    [GeneratedRegex("""//[^\n]*|(?<![$"])"(?:\\.|[^"\\\n])*"(?!")""")]
    private static partial Regex NotCode();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Word();
}
