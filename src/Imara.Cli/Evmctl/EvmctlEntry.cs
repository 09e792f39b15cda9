using System.Text;
using Imara.Cli.Arguments;
using Imara.Cli.Evmctl.Options;
using Imara.Hashing;
using Imara.Linux.Files;

namespace Imara.Cli.Evmctl;

/// <summary>The binary under the name `evmctl`: from its arguments to an exit status.</summary>
internal static class EvmctlEntry
{
    private const string Name = "evmctl";

    /// <summary>True if the program was called by this name.</summary>
    public static bool IsMeant() => Path.GetFileName(Environment.GetCommandLineArgs()[0]) == Name;

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments, as the runtime has them.</param>
    public static int Run(string[] args)
    {
        StandardDescriptors.Occupy();
        using var streams = new EvmctlStreams();
        try
        {
            if (!ArgumentBytes.TryRead(args, out var bytes))
            {
                return streams.Fail("an argument is not UTF-8, and without /proc its bytes cannot be had");
            }

            // Names of files are bytes, one character each.
            var status = Answer(DetachedValues.Attach([.. bytes.Select(Encoding.Latin1.GetString)]), streams);
            streams.Flush();
            return status;
        }
        catch (Exception error)
        {
            return streams.Fail(Entry.OneLine(error));
        }
    }

    private static int Answer(IReadOnlyList<string> arguments, EvmctlStreams streams)
    {
        var line = LongOptions.Parse(arguments, OptionTable.All);
        foreach (var option in line.Options)
        {
            if (option.Id == OptionId.Help)
            {
                return Say(streams, EvmctlHelp.Lines());
            }

            if (option.Id == OptionId.Version)
            {
                streams.Line(EvmctlHelp.Version);
                streams.Remark(EvmctlHelp.OwnVersion);
                return EvmctlStatus.Good;
            }

            streams.Verbosity += option.Id == OptionId.Verbose ? 1 : 0;
        }

        if (line.Error is not null)
        {
            return streams.Fail(line.Error, EvmctlStatus.Bad);
        }

        if (line.Operands.Count == 0)
        {
            return Say(streams, EvmctlHelp.Lines());
        }

        if (line.Operands[0] == "help")
        {
            return Help(line.Operands, streams);
        }

        if (EvmctlCommands.Find(line.Operands[0]) is not { } command)
        {
            return streams.Fail($"there is no command `{line.Operands[0]}`; see evmctl --help");
        }

        return OptionReader.TryRead(line.Options, out var options, out var reason)
            ? command.Run(new EvmctlCall(options, [.. line.Operands.Skip(1)], streams))
            : streams.Fail(reason);
    }

    private static int Help(IReadOnlyList<string> operands, EvmctlStreams streams)
    {
        if (operands.Count == 1)
        {
            return Say(streams, EvmctlHelp.Lines());
        }

        return EvmctlCommands.Find(operands[1]) is { } command
            ? Say(streams, EvmctlHelp.Lines(command))
            : operands[1] == "help" ? Say(streams, ["usage: help [COMMAND]"])
            : streams.Fail($"there is no command `{operands[1]}`");
    }

    private static int Say(EvmctlStreams streams, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            streams.Line(line);
        }

        return EvmctlStatus.Good;
    }
}
