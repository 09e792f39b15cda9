namespace Imara.Measurements;

/// <summary>One field of an entry.</summary>
/// <param name="Field">Which field.</param>
/// <param name="Value">Its bytes as they stand in the template data, a final NUL included, the length word not.</param>
public readonly record struct FieldValue(TemplateField Field, ReadOnlyMemory<byte> Value);
