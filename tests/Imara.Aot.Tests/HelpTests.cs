using Imara.Testing;

namespace Imara.Aot.Tests;

public class HelpTests
{
    private const string Folder = "tests/Imara.Aot.Tests/Help";

    [Fact]
    public void The_help_of_every_verb_is_the_approved_one()
    {
        foreach (var path in Commands([]))
        {
            Golden.Match($"{Folder}/{FileOf(path)}", NativeBinary.Run([.. path, "--help"]).Output);
        }
    }

    [Fact]
    public void Every_approved_help_belongs_to_a_verb() => Assert.Empty(
        Repository.Files(Folder).Select(path => Path.GetFileName(path)).Except(Commands([]).Select(FileOf)));

    [Fact]
    public void Every_verb_shows_an_example_of_itself()
    {
        foreach (var path in Commands([]).Where(path => !Below(path).Any()))
        {
            var help = NativeBinary.Run([.. path, "--help"]).Output;
            Assert.Contains("imara " + string.Join(' ', path), help[help.IndexOf("Examples:", StringComparison.Ordinal)..]);
        }
    }

    private static string FileOf(string[] path) => string.Join('-', ["imara", .. path]) + ".txt";

    private static IEnumerable<string[]> Commands(string[] path) => Below(path).SelectMany(Commands).Prepend(path);

    /// <summary>The commands that the help of <paramref name="path"/> lists.</summary>
    private static IEnumerable<string[]> Below(string[] path) =>
        NativeBinary.Run([.. path, "--help"]).Output.Split('\n')
            .SkipWhile(line => line != "Commands:")
            .Skip(1)
            .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => (string[])[.. path, line.Trim().Split(' ')[0]]);
}
