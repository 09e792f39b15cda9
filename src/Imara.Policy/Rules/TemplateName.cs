namespace Imara.Policy.Rules;

/// <summary>A template a rule may name, by its name or by its exact format.</summary>
/// <remarks>docs/reference/policy.md 2.4.</remarks>
/// <param name="Name">The name; empty for the custom one.</param>
/// <param name="Format">The format string.</param>
public sealed record TemplateName(string Name, string Format);
