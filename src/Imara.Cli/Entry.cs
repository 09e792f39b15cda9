using System.CommandLine;
using Imara.Cli.Arguments;
using Imara.Cli.Output;
using Imara.Cli.Verbs;
using Imara.Failures;
using Imara.Linux.Files;

namespace Imara.Cli;

/// <summary>The way from an argument list to an exit code; whatever happens on it, the user sees one line and never a stack trace.</summary>
internal static class Entry
{
    /// <summary>`imara` and the version of this build.</summary>
    public const string Version = "imara " + BuildVersion.Text;

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments, as the runtime has them.</param>
    public static ExitCode Run(string[] args)
    {
        StandardDescriptors.Occupy();
        using var streams = new StandardStreams();
        try
        {
            if (!ArgumentBytes.TryRead(args, out var bytes))
            {
                streams.Error.WriteLine("imara: an argument is not UTF-8, and without /proc its bytes cannot be had");
                return args is ["run", ..] ? ExitCode.RunFailed : ExitCode.CouldNotTell;
            }

            var exit = Answer([.. bytes.Select(argument => ArgumentText.Decode(argument))], streams);
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

    /// <summary>Answers one command line.</summary>
    /// <param name="args">The arguments, decoded.</param>
    /// <param name="streams">Where the answer goes.</param>
    public static ExitCode Answer(string[] args, StandardStreams streams)
    {
        // Answered before the command tree exists: what asks for a version asks often.
        if (args is ["--version" or "-V" or "version"])
        {
            streams.Out.WriteLine(Version);
            return ExitCode.Yes;
        }

        // What `imara help VERB` asks for is what `imara VERB --help` shows.
        args = args is ["help", .. var verb] ? [.. verb, "--help"] : args;
        var root = CommandTree.For(args, streams);
        var reader = new CommandLineReader(root, args);
        if (reader.TryRead() is not { } read)
        {
            streams.Error.WriteLine($"imara: {reader.Refusal}");
            if (reader.IsAboutVerb)
            {
                streams.Error.WriteLine($"imara: see `{reader.Path} --help`");
            }

            return ExitCode.CouldNotTell;
        }

        var line = root.Parse(read, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (line.Errors.Count > 0 && line.Action is not { ClearsParseErrors: true })
        {
            foreach (var error in line.Errors)
            {
                streams.Error.WriteLine("imara: " + error.Message.ReplaceLineEndings(" ").Replace("\t", string.Empty));
            }

            streams.Error.WriteLine($"imara: see `{reader.Path} --help`");
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

    /// <summary>What ended the program, in one line.</summary>
    public static string OneLine(Exception error) => error switch
    {
        IToldFailure told => told.Sentence,
        FileNotFoundException { FileName: { } name } => $"{ArgumentText.Show(name)}: {IoErrors.TextOf(error)}",
        IOException or UnauthorizedAccessException => IoErrors.TextOf(error),
        _ => ForeignText.OfFault(error),
    };
}
