namespace Imara.Boot.CommandLine;

/// <summary>A parameter that is not given, and what holds then.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value that has the same effect; null: not giving it cannot be expressed by a value.</param>
/// <param name="Meaning">What holds.</param>
public sealed record DefaultParameter(string Name, string? Value, string Meaning);
