namespace Imara.Measurements;

/// <summary>An extended attribute that EVM protects, as present on a file.</summary>
/// <param name="Name">Full name, such as <c>security.ima</c>.</param>
/// <param name="Value">Its value.</param>
public readonly record struct ProtectedXattr(string Name, ReadOnlyMemory<byte> Value);
