namespace Imara.Boot.Discovery;

/// <summary>A place where certificates may lie.</summary>
/// <param name="Path">A file, or a folder whose files are certificates.</param>
/// <param name="IsFolder">True for a folder.</param>
/// <param name="Purpose">Whose keyring they go to.</param>
internal sealed record KeyPlace(string Path, bool IsFolder, KeyPurpose Purpose);
