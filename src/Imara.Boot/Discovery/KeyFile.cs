namespace Imara.Boot.Discovery;

/// <summary>A file that may hold certificates.</summary>
/// <param name="Path">The file.</param>
/// <param name="Purpose">Whose keyring they go to.</param>
public sealed record KeyFile(string Path, KeyPurpose Purpose)
{
    /// <summary>True if the name is there and leads nowhere.</summary>
    public bool LeadsNowhere { get; init; }
}
