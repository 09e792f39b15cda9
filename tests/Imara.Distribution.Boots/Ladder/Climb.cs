using System.Text.RegularExpressions;
using Imara.Distribution.Boots.Systems;
using Imara.Tests.Shared;

namespace Imara.Distribution.Boots.Ladder;

/// <summary>A machine with a real boot loader that takes one step of `imara boot enable` after the other, and boots between them.</summary>
internal sealed partial class Climb : IDisposable
{
    // Four steps, a trial that fails, and some that nobody thought of.
    private const int MostBoots = 8;
    private const string Hopeless = "[Ff]reezing|Failed to start .*lab-climb";

    private readonly string folder = Directory.CreateTempSubdirectory("imara-ladder-").FullName;
    private readonly List<(string Ended, string Mode)> boots = [];

    /// <summary>Makes the machine and boots it until it is off; one that hangs is reset.</summary>
    /// <param name="loader">Its boot loader, as `eng/lab/ladder` takes it.</param>
    /// <param name="options">More of its options.</param>
    public Climb(string loader, params string[] options)
    {
        var policy = Path.Combine(folder, "policy");
        File.WriteAllText(policy, Policies.Appraising);
        SystemLab.Run("ladder", [loader, NativeBinary.Path, policy, folder, .. options]);
        while (boots.Count < MostBoots && !boots.Exists(boot => boot.Ended == "off"))
        {
            var boot = Path.Combine(folder, $"boot{boots.Count + 1}");
            _ = Command.Run(Repository.PathOf("eng/lab/boot"), ["--keep", "--disk", Path.Combine(folder, "disk"), .. Firmware, "--no-tpm", "--until", Hopeless, boot]);
            var console = File.ReadAllText(Path.Combine(boot, "console.log"));
            boots.Add((File.ReadAllText(Path.Combine(boot, "ended")).Trim(), Mode().Match(console) is { Success: true } mode ? mode.Groups["mode"].Value : "none"));
        }

        // What is left in the journal of the file system is played back.
        var copied = Command.Run("sh", ["-c", "mkdir \"$0/mount\" && mount -o loop,offset=1048576 \"$0/disk\" \"$0/mount\" && cp -r \"$0/mount/var/lib/lab\" \"$0/lab\"; umount \"$0/mount\"", folder]);
        Assert.True(copied.Exit == 0, copied.Error);
    }

    // Where the loader is one of UEFI, its choice of an entry for one boot is a variable of the firmware.
    private string[] Firmware => Path.Combine(folder, "vars") is var vars && File.Exists(vars) ? ["--efi", vars] : [];

    /// <summary>How each boot ended, and the mode of appraisal that its entry set.</summary>
    public IReadOnlyList<(string Ended, string Mode)> Boots => boots;

    /// <summary>What the n-th boot that came to its end wrote.</summary>
    public string Read(int boot, string name) => Path.Combine(folder, "lab", $"{boot}", name) is var path && File.Exists(path) ? File.ReadAllText(path) : "";

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [GeneratedRegex(@"Kernel command line: .*\bima_appraise=(?<mode>[a-z]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mode();
}
