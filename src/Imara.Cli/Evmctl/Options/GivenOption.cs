namespace Imara.Cli.Evmctl.Options;

/// <summary>An option as it was given.</summary>
/// <param name="Id">Which.</param>
/// <param name="Value">Its value; null if none was given, which differs from an empty one.</param>
internal readonly record struct GivenOption(OptionId Id, string? Value);
