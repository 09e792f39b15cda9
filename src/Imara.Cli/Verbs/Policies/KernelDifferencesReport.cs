using System.Collections.Immutable;
using Imara.Cli.Output;
using Imara.Policy.Kernels;
using Imara.Policy.Vocabularies;

namespace Imara.Cli.Verbs.Policies;

/// <summary>The differences of two kernels as text and as JSON.</summary>
internal static class KernelDifferencesReport
{
    private static readonly (DifferenceKind Kind, string Title)[] Sections =
    [
        (DifferenceKind.Word, "words"), (DifferenceKind.Use, "what a rule may hold"), (DifferenceKind.Option, "build options"),
        (DifferenceKind.Default, "defaults"), (DifferenceKind.Quirk, "behaviour"),
    ];

    /// <summary>Writes them in the format asked for.</summary>
    public static void Write(KernelProfile a, KernelProfile b, ImmutableArray<KernelDifference> differences, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            WriteJson(a, b, differences, report);
            return;
        }

        foreach (var (kind, title) in Sections)
        {
            var found = differences.Where(difference => difference.Kind == kind).ToArray();
            if (found.Length > 0)
            {
                report.Line($"{title} ({a.Name} -> {b.Name})");
            }

            foreach (var difference in found)
            {
                var origin = difference.Feature is { } row ? VocabularyReport.OriginOf(row) + "; " : string.Empty;
                report.Line($"  {difference.Subject}: {difference.First} -> {difference.Second} ({origin}{difference.Section})");
                if (difference.Explanation is { } explanation)
                {
                    report.Line("    " + explanation);
                }
            }
        }

        if (!report.Quiet)
        {
            report.Line($"{a.Name} and {b.Name}: {PolicyCheckReport.Count(differences.Length, "difference")}");
        }
    }

    private static void WriteJson(KernelProfile a, KernelProfile b, ImmutableArray<KernelDifference> differences, Report report) => report.Json(json =>
    {
        json.WriteString("a"u8, a.Name);
        json.WriteString("b"u8, b.Name);
        json.WriteStartArray("differences"u8);
        foreach (var difference in differences)
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, difference.Kind.ToString().ToLowerInvariant());
            json.WriteString("subject"u8, difference.Subject);
            json.WriteString("a"u8, difference.First);
            json.WriteString("b"u8, difference.Second);
            VocabularyReport.WriteOrigin(json, difference.Feature);
            json.WriteString("section"u8, difference.Section);
            json.WriteString("explanation"u8, difference.Explanation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
