using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Imara.Cli.Verbs;

/// <summary>The usual help, and below it the examples of the verb.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter { NewLine = "\n" };
        parseResult.InvocationConfiguration.Output = text;
        var exit = usual.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;

        // A default of an algorithm comes by the name it has in code; it is typed by that of the kernel.
        var help = HashAlgos.All.Aggregate(text.ToString(), (all, algo) => all.Replace($"[default: {algo}]", $"[default: {HashAlgos.NameOf(algo)}]", StringComparison.Ordinal));
        output.Write(help);
        output.WriteLine("Examples:");
        foreach (var example in ExamplesOf(parseResult.CommandResult.Command))
        {
            output.WriteLine("  " + example);
        }

        return exit;
    }

    // A group shows one of each of its verbs.
    private static IEnumerable<string> ExamplesOf(Command command) => command switch
    {
        Verb verb => verb.Examples,
        { Parents: var above } when !above.Any() =>
            ["imara policy check /etc/ima/ima-policy", "imara boot status", "imara run --policy tcb.policy --output list.bin -- make install", "imara help policy check"],
        _ => command.Subcommands.OfType<Verb>().Select(verb => verb.Examples[0]),
    };
}
