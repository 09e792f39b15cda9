using System.Reflection;

namespace Imara.Cli.Verbs.Explaining;

/// <summary>The pages about findings, which are part of the program.</summary>
internal static class DiagnosticPages
{
    private static readonly Assembly Holder = typeof(DiagnosticPages).Assembly;

    /// <summary>The ids that have a page, in order.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. Holder.GetManifestResourceNames().Order(StringComparer.Ordinal)];

    /// <summary>The page of an id, in Markdown; null if there is none.</summary>
    public static string? Find(string id)
    {
        using var stream = Ids.Contains(id) ? Holder.GetManifestResourceStream(id) : null;
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The title of a page, without its id.</summary>
    public static string TitleOf(string page)
    {
        var line = page.Split('\n')[0].TrimStart('#', ' ');
        return line[(line.IndexOf(':') + 1)..].TrimStart();
    }
}
