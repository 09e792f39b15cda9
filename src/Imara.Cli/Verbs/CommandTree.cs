using System.CommandLine;
using System.CommandLine.Help;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Boot;
using Imara.Cli.Verbs.Explaining;
using Imara.Cli.Verbs.Files;
using Imara.Cli.Verbs.Keys;
using Imara.Cli.Verbs.Lists;
using Imara.Cli.Verbs.Policies;
using Imara.Cli.Verbs.Runs;
using Imara.Cli.Verbs.Traces;
using Imara.Linux.Files;

namespace Imara.Cli.Verbs;

/// <summary>The table of verbs, and the command tree made from it.</summary>
internal static class CommandTree
{
    private static readonly Node[] Table =
    [
        new Leaf("audit", static () => new AuditVerb()),
        new Group("boot", "See, load and keep IMA at boot",
        [
            new Leaf("status", static () => new BootStatusVerb()),
            new Leaf("check", static () => new BootCheckVerb()),
            new Leaf("prove", static () => new BootProveVerb()),
            new Leaf("load", static () => new BootLoadVerb()),
            new Leaf("install", static () => new BootInstallVerb()),
            new Leaf("enable", static () => new BootEnableVerb()),
        ]),
        new Leaf("explain", static () => new ExplainVerb()),
        new Group("file", "Sign, verify and fix the files that IMA appraises",
        [
            new Leaf("hash", static () => new FileHashVerb()),
            new Leaf("sign", static () => new FileSignVerb()),
            new Leaf("verify", static () => new FileVerifyVerb()),
            new Leaf("fix", static () => new FileFixVerb()),
            new Leaf("show", static () => new FileShowVerb()),
            new Leaf("clear", static () => new FileClearVerb()),
        ]),
        new Group("key", "Make, look at and load the keys of signatures",
        [
            new Leaf("show", static () => new KeyShowVerb()),
            new Leaf("generate", static () => new KeyGenerateVerb()),
            new Leaf("import", static () => new KeyImportVerb()),
            new Leaf("list", static () => new KeyListVerb()),
        ]),
        new Group("list", "Read and judge measurement lists",
        [
            new Leaf("show", static () => new ListShowVerb()),
            new Leaf("verify", static () => new ListVerifyVerb()),
        ]),
        new Group("policy", "Write, understand and check IMA policies",
        [
            new Leaf("check", static () => new PolicyCheckVerb()),
            new Leaf("format", static () => new PolicyFormatVerb()),
            new Leaf("canonical", static () => new PolicyCanonicalVerb()),
            new Leaf("diff", static () => new PolicyDiffVerb()),
            new Leaf("explain", static () => new PolicyExplainVerb()),
            new Leaf("decide", static () => new PolicyDecideVerb()),
            new Leaf("test", static () => new PolicyTestVerb()),
            new Leaf("generate", static () => new PolicyGenerateVerb()),
            new Leaf("simulate", static () => new PolicySimulateVerb()),
            new Leaf("builtin", static () => new PolicyBuiltinVerb()),
            new Leaf("kernels", static () => new PolicyKernelsVerb()),
            new Leaf("diff-kernels", static () => new PolicyDiffKernelsVerb()),
        ]),
        new Leaf("run", static () => new RunVerb()),
        new Group("trace", "Replay recorded workloads",
        [
            new Leaf("replay", static () => new TraceReplayVerb()),
        ]),
    ];

    /// <summary>The root command with the one branch that <paramref name="args"/> asks for, or with all where they name none.</summary>
    public static Command For(ReadOnlySpan<string> args, StandardStreams streams)
    {
        var version = new Option<bool>("--version") { Description = "Show the version" };
        // Without /h and /?, which are names of files here.
        var help = new HelpOption("--help", "-h", "-?");
        help.Action = new HelpWithExamples(new HelpAction { MaxWidth = WidthOfHelp() });

        var root = new Command("imara", "User space of the Linux Integrity Measurement Architecture") { version, help, Verb.ColorOption(isHidden: false) };
        root.SetAction(_ =>
        {
            streams.Out.WriteLine(Entry.Version);
            return (int)ExitCode.Yes;
        });
        Grow(root, Table, args, streams);
        return root;
    }

    private static int WidthOfHelp() => StandardDescriptors.Columns(1) is var columns and > 0 ? columns : int.MaxValue;

    private static void Grow(Command trunk, Node[] nodes, ReadOnlySpan<string> args, StandardStreams streams)
    {
        foreach (var node in nodes)
        {
            if (!args.IsEmpty && node.Name == args[0])
            {
                trunk.Add(Made(node, args[1..], streams));
                return;
            }
        }

        foreach (var node in nodes)
        {
            trunk.Add(Made(node, [], streams));
        }
    }

    private static Command Made(Node node, ReadOnlySpan<string> args, StandardStreams streams)
    {
        if (node is Leaf leaf)
        {
            return leaf.Make().Attach(streams);
        }

        var group = (Group)node;
        var command = new Command(group.Name, group.Description);
        Grow(command, group.Below, args, streams);
        return command;
    }

    private abstract record Node(string Name);

    private sealed record Group(string Name, string Description, Node[] Below) : Node(Name);

    private sealed record Leaf(string Name, Func<Verb> Make) : Node(Name);
}
