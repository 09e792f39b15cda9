using System.CommandLine;
using Imara.Cli.Output;
using Imara.Cli.Verbs;

namespace Imara.Cli.Tests.Verbs;

/// <summary>Every verb there is.</summary>
internal static class AllVerbs
{
    /// <summary>The root, and each verb by the words that are typed.</summary>
    public static (Command Root, List<(string[] Path, Command Verb)> Verbs) Read()
    {
        var root = CommandTree.For([], new StandardStreams(Stream.Null));
        return (root, [.. Below(root, [])]);
    }

    private static IEnumerable<(string[] Path, Command Verb)> Below(Command command, string[] path) => command.Subcommands.SelectMany(
        child => child.Subcommands.Count > 0 ? Below(child, [.. path, child.Name]) : [([.. path, child.Name], child)]);
}
