using System.Collections.Immutable;

namespace Imara.Boot.CommandLine;

/// <summary>A value of <c>ima_appraise=</c>.</summary>
/// <param name="Name">The value.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record AppraiseMode(string Name, string Meaning)
{
    private static readonly AppraiseMode[] All =
    [
        new("off", "appraises nothing, whatever the rules say"),
        new("log", "logs files that fail appraisal and lets them pass"),
        new("fix", "writes new labels to files that fail appraisal, whatever is in them"),
        new("enforce", "denies files that fail appraisal"),
    ];

    /// <summary>The names.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(mode => mode.Name)];

    /// <summary>The mode that <paramref name="value"/> begins with; null: none.</summary>
    public static AppraiseMode? Find(string value) => Array.Find(All, mode => value.StartsWith(mode.Name, StringComparison.Ordinal));
}
