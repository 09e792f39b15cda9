namespace Imara.Boot.Proving;

/// <summary>Where the files of a proving boot are; gone with it.</summary>
public sealed class ProvingFolder : IDisposable
{
    // Images are large, and /tmp may be in memory.
    private const string Usual = "/var/tmp";
    private readonly string folder;

    /// <summary>Makes it.</summary>
    public ProvingFolder()
    {
        var parent = Environment.GetEnvironmentVariable("TMPDIR") is { Length: > 0 } named ? named : Directory.Exists(Usual) ? Usual : Path.GetTempPath();
        folder = Path.Combine(parent, $"imara-prove-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Stage);
    }

    /// <summary>The image of the system.</summary>
    public string Image => Path.Combine(folder, "image");

    /// <summary>What comes out of the serial port.</summary>
    public string Console => Path.Combine(folder, "console");

    /// <summary>An empty folder for mounts.</summary>
    public string Stage => Path.Combine(folder, "stage");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);
}
