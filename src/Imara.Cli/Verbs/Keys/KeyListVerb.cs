using System.CommandLine;
using Imara.Cli.Output;
using Imara.Linux.Keyrings;
using Imara.Linux.Processes;

namespace Imara.Cli.Verbs.Keys;

/// <summary>`imara key list`: the keyrings of IMA and what is in them.</summary>
internal sealed class KeyListVerb : Verb
{
    private readonly Argument<string[]> names = new("KEYRING")
    {
        Description = "Names, serial numbers, @u or @s; without any, those that IMA, EVM and their trust use",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public KeyListVerb()
        : base(
            "list",
            "List the kernel's keyrings for IMA and EVM, their keys, and who may add to them",
            ["imara key list", "imara key list .ima .evm --format json"],
            OutputFormat.Text, OutputFormat.Json) => Add(names);

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        // Keyrings in @u are read by who possesses them.
        _ = KeyringSearch.PossessUserKeyring();
        var error = KeyringSearch.ReadAll(out var visible);
        if (error != Errno.None)
        {
            report.Error($"/proc/keys: {error}: {KeyErrors.Explain(error, "/proc/keys")}");
            return ExitCode.CouldNotTell;
        }

        var asked = line.GetValue(names) ?? [];
        var exit = ExitCode.Yes;
        var listed = new List<ListedKeyring>();
        foreach (var name in asked.Length > 0 ? asked : [.. KnownKeyrings.All.Select(known => known.Name)])
        {
            error = KeyringSearch.Find(name, out var serial);
            if (error == Errno.None)
            {
                var keyring = ListedKeyring.Read(name, serial, visible);
                listed.Add(keyring);
                if (keyring.Error != Errno.None)
                {
                    report.Error($"{name}: {keyring.Error}: its keys cannot be read: {KeyErrors.Explain(keyring.Error, name)}");
                    exit = ExitCode.CouldNotTell;
                }
            }
            else if (asked.Length > 0)
            {
                report.Error($"{name}: {error}: {KeyErrors.Explain(error, name)}");
                exit = ExitCode.CouldNotTell;
            }
        }

        if (listed.Count == 0 && asked.Length == 0)
        {
            if (ProcessUser.Effective == 0)
            {
                report.Note("no keyring of IMA or EVM");
            }
            else
            {
                report.Error("no keyring of IMA or EVM that may be viewed; root sees them all");
                exit = ExitCode.CouldNotTell;
            }
        }

        ListedKeyring.Write(listed, report);
        return exit;
    }
}
