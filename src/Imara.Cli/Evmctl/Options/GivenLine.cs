namespace Imara.Cli.Evmctl.Options;

/// <summary>A command line, taken apart.</summary>
/// <param name="Options">The options in their order.</param>
/// <param name="Operands">Everything else in its order.</param>
/// <param name="Error">Why the rest was not read; null if all was.</param>
internal sealed record GivenLine(IReadOnlyList<GivenOption> Options, IReadOnlyList<string> Operands, string? Error);
