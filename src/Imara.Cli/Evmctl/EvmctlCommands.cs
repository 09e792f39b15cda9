using System.Collections.Immutable;
using Imara.Cli.Evmctl.Commands;

namespace Imara.Cli.Evmctl;

/// <summary>The commands of evmctl.</summary>
/// <remarks>docs/reference/appraisal.md 9.</remarks>
internal static class EvmctlCommands
{
    /// <summary>Every command, in the order of the help.</summary>
    public static ImmutableArray<EvmctlCommand> All { get; } =
    [
        new ImportCommand(),
        new ConvertCommand(),
        new SignCommand(),
        new VerifyCommand(),
        new ImaSignCommand(),
        new ImaVerifyCommand(),
        new ImaSetXattrCommand(),
        new ImaHashCommand(),
        new ImaMeasurementCommand(),
        new ImaBootAggregateCommand(),
        new ImaFixCommand(),
        new ImaClearCommand(),
        new SignHashCommand(),
        new HmacCommand(),
    ];

    /// <summary>A command by its name; null if there is none.</summary>
    public static EvmctlCommand? Find(string name) => All.FirstOrDefault(command => command.Name == name);
}
