namespace Imara.Cli.Evmctl.Options;

/// <summary>An option that a program knows.</summary>
/// <param name="Id">What it means.</param>
/// <param name="Short">Its letter; NUL if it has none.</param>
/// <param name="Long">Its word, without dashes; empty if it has none.</param>
/// <param name="Argument">What may follow.</param>
internal sealed record OptionSpec(OptionId Id, char Short, string Long, OptionArgument Argument = OptionArgument.None);
