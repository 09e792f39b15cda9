using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Traces.KnownData;

namespace Imara.Cli.Verbs.Traces;

/// <summary>Reads the `files.json` that goes with a file of scenarios.</summary>
internal static class ScenarioFacts
{
    /// <summary>Reads it.</summary>
    /// <param name="given">The file named on the command line; null: the one beside the scenarios, or none.</param>
    /// <param name="scenarios">The file of scenarios.</param>
    /// <param name="report">Takes the reason if it cannot be read.</param>
    /// <param name="facts">The facts.</param>
    public static bool TryRead(string? given, string scenarios, Report report, out KnownFacts facts)
    {
        facts = KnownFacts.Empty;
        var path = given;
        if (path is null)
        {
            var beside = scenarios == "-" ? string.Empty : Path.Combine(Path.GetDirectoryName(scenarios) ?? string.Empty, "files.json");
            if (!File.Exists(beside))
            {
                return true;
            }

            path = beside;
        }

        if (!InputFile.TryRead(path, InputFile.UsualCap, report, out var json))
        {
            return false;
        }

        var folder = Path.GetDirectoryName(path) ?? string.Empty;
        byte[]? ReadBeside(string name) => InputFile.TryRead(Path.Combine(folder, name), InputFile.UsualCap, report, out var content) ? content.ToArray() : null;
        if (KnownFacts.TryRead(json, ReadBeside, out facts) is { } error)
        {
            report.Error($"{InputFile.NameOf(path)}: {error}");
            return false;
        }

        return true;
    }
}
