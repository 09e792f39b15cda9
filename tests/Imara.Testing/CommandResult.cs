namespace Imara.Testing;

/// <summary>What a program answered.</summary>
/// <param name="Exit">Exit status.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandResult(int Exit, string Output, string Error);
