namespace Imara.Boot.Discovery;

/// <summary>A file that may hold certificates.</summary>
/// <param name="Path">The file.</param>
/// <param name="Purpose">Whose keyring they go to.</param>
internal sealed record KeyFile(string Path, KeyPurpose Purpose);
