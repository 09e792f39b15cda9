namespace Imara.Policy.CommandLine;

/// <summary>One parameter of a kernel command line.</summary>
/// <param name="Name">Its name, with underscores for hyphens.</param>
/// <param name="Value">What stands behind <c>=</c>, without quotes; null: there is no <c>=</c>.</param>
public readonly record struct CommandLineParameter(string Name, string? Value);
