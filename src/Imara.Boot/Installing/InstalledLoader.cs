using System.Text;
using Imara.Boot.Programs;
using Imara.Linux.Files;

namespace Imara.Boot.Installing;

/// <summary>What `imara boot install` put into a system.</summary>
/// <param name="System">Where it runs.</param>
/// <param name="Path">The file with its command, in that system.</param>
/// <param name="Policy">The policy that it names, in that system; null: it looks where init systems do.</param>
public sealed record InstalledLoader(InitSystem System, string Path, string? Policy)
{
    /// <summary>The program that it runs, in that system.</summary>
    public string Program { get; init; } = string.Empty;

    /// <summary>True if the machine halts where the load fails.</summary>
    public bool IsRequired { get; init; }

    private const string Command = " boot load ";
    private const string Halting = "the IMA policy is required";
    private const string PolicyOption = " --policy ";

    // What scripts write before a path of the real root.
    private static readonly string[] Roots = ["$rootmnt", "$NEWROOT"];

    /// <summary>What is installed in a system and switched on, in the order in which it runs at boot.</summary>
    /// <param name="root">The folder of the system.</param>
    public static IReadOnlyList<InstalledLoader> Of(string root)
    {
        var found = new List<InstalledLoader>();
        foreach (var system in (ReadOnlySpan<InitSystem>)[InitSystem.Dracut, InitSystem.InitramfsTools, InitSystem.Systemd])
        {
            var files = BootFiles.Of(new InstallRequest(system, "/imara"));
            if (IsFile(root, files[^1].Path) && TextOf(root, files[0].Path) is { } text && text.Contains(Command, StringComparison.Ordinal))
            {
                found.Add(new InstalledLoader(system, files[0].Path, PolicyOf(text)) { Program = ProgramOf(text), IsRequired = LineOf(text).Contains(" --require", StringComparison.Ordinal) || text.Contains(Halting, StringComparison.Ordinal) });
            }
        }

        return found;
    }

    /// <summary>The policy that the text of a unit or script names; null: none.</summary>
    internal static string? PolicyOf(string text)
    {
        var line = LineOf(text);
        var at = line.IndexOf(PolicyOption, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var word = line[(at + PolicyOption.Length)..].TrimStart().Split(' ', ';')[0].Trim('"');
        foreach (var root in Roots)
        {
            word = word.StartsWith(root, StringComparison.Ordinal) ? word[root.Length..] : word;
        }

        return word;
    }

    private static string LineOf(string text) => text.Split('\n').First(line => line.Contains(Command, StringComparison.Ordinal));

    // ExecStart=/usr/bin/imara boot load, if ! /usr/bin/imara boot load
    private static string ProgramOf(string text) => LineOf(text).Split(Command)[0].Split(' ', '=')[^1].Trim('"');

    private static bool IsFile(string root, string path) => RootedPath.Resolve(root, path) is { } at && File.Exists(at) && !at.EndsWith("/dev/null", StringComparison.Ordinal);

    private static string? TextOf(string root, string path) =>
        RootedPath.Resolve(root, path) is { } at && WholeFile.Read(at, out var content) == Errno.None ? Encoding.UTF8.GetString(content) : null;
}
