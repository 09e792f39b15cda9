using System.Text;
using Imara.Cli.Output;
using Imara.Linux.Files;
using Imara.Linux.Processes;

namespace Imara.Cli.Settings;

/// <summary>Finds <c>.imara.toml</c> in the current folder or the nearest one above it.</summary>
/// <remarks>One that somebody else could have put there is passed over: it may say which keys are trusted.</remarks>
internal static class SettingsSearch
{
    private const string Name = ".imara.toml";
    private const int Cap = 64 << 10;
    private const uint OthersWrite = 0x12; // group and others

    private static (bool IsGood, ProjectSettings Settings)? found;

    /// <summary>The settings; read once.</summary>
    /// <param name="report">Takes the reason if a file is there and cannot be used.</param>
    /// <param name="settings">What it says; <see cref="ProjectSettings.None"/> if there is none.</param>
    public static bool TryRead(Report report, out ProjectSettings settings)
    {
        found ??= Search(Environment.CurrentDirectory, report);
        settings = found.Value.Settings;
        return found.Value.IsGood;
    }

    /// <summary>Looks in a folder and above it.</summary>
    internal static (bool IsGood, ProjectSettings Settings) Search(string folder, Report report)
    {
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            var path = above.EndsWith('/') ? above + Name : $"{above}/{Name}";
            var error = WholeFile.Read(Encoding.UTF8.GetBytes(path), Cap, ReadOptions.NoFollow, out var content, out var status);
            if (error == Errno.ENOENT)
            {
                continue;
            }

            if (error != Errno.None)
            {
                report.Error($"{path}: {error}: it cannot be read");
                return (false, ProjectSettings.None);
            }

            if ((status.Uid != 0 && status.Uid != ProcessUser.Effective) || (status.Mode & OthersWrite) != 0)
            {
                report.Note($"{path} belongs to somebody else, or others may write it: passed over");
                continue;
            }

            if (!SettingsReader.TryRead(content, path, out var settings, out var reason))
            {
                report.Error($"{path}: {reason}");
                return (false, settings);
            }

            report.Detail($"read {path}, {content.Length} bytes");
            return (true, settings);
        }

        return (true, ProjectSettings.None);
    }
}
