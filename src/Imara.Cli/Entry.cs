using System.CommandLine;
using Imara.Cli.Output;
using Imara.Cli.Verbs;
using Imara.Hashing;

namespace Imara.Cli;

/// <summary>The way from an argument list to an exit code; whatever happens on it, the user sees one line and never a stack trace.</summary>
internal static class Entry
{
    /// <summary>`imara` and the version of this build.</summary>
    public const string Version = "imara " + BuildVersion.Text;

    /// <summary>Runs one command line.</summary>
    public static ExitCode Run(string[] args)
    {
        using var streams = new StandardStreams();
        try
        {
            var exit = Answer(args, streams);
            streams.Flush();
            return exit;
        }
        catch (Exception error)
        {
            streams.Error.WriteLine($"imara: {OneLine(error)}");
            streams.TryFlush();
            return args is ["run", ..] ? ExitCode.RunFailed : ExitCode.CouldNotTell;
        }
    }

    private static ExitCode Answer(string[] args, StandardStreams streams)
    {
        // Answered before the command tree exists: what asks for a version asks often.
        if (args is ["--version"])
        {
            streams.Out.WriteLine(Version);
            return ExitCode.Yes;
        }

        var line = CommandTree.For(args, streams).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (line.Errors.Count > 0 && line.Action is not { ClearsParseErrors: true })
        {
            foreach (var error in line.Errors)
            {
                streams.Error.WriteLine("imara: " + error.Message.ReplaceLineEndings(" ").Replace("\t", string.Empty));
            }

            streams.Error.WriteLine($"imara: see `{CommandTree.PathOf(line.CommandResult)} --help`");
            return ExitCode.CouldNotTell;
        }

        return (ExitCode)line.Invoke(new InvocationConfiguration
        {
            Output = streams.Out,
            Error = streams.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    private static string OneLine(Exception error) => error switch
    {
        IOException or UnauthorizedAccessException or MissingLibraryException => error.Message.ReplaceLineEndings(" "),
        _ => $"internal error: {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}",
    };
}
