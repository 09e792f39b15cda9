namespace Imara.Appraisal.Labelling;

/// <summary>A change of one extended attribute.</summary>
/// <param name="Name">Full name such as <c>security.ima</c>; null: no change.</param>
/// <param name="Value">The new value; null removes the attribute.</param>
public readonly record struct XattrChange(string? Name, byte[]? Value);
