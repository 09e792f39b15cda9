namespace Imara.Cli.Settings;

/// <summary>What <c>.imara.toml</c> says where the command line says nothing.</summary>
/// <param name="Path">The file; empty if there is none.</param>
/// <param name="Kernel">The value of `--kernel`; null if it names none.</param>
/// <param name="Certificates">Values of `--cert`, each found from where the file is.</param>
/// <param name="Lint">Values of `--lint`.</param>
internal sealed record ProjectSettings(string Path, string? Kernel, IReadOnlyList<string> Certificates, IReadOnlyList<string> Lint)
{
    /// <summary>Without a file.</summary>
    public static ProjectSettings None { get; } = new(string.Empty, null, [], []);
}
