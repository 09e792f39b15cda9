using Imara.Boot.BootEntries;
using Imara.Boot.Status;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Boot;

/// <summary>The boot entries of a file as text and as JSON.</summary>
internal static class BootEntriesReport
{
    /// <summary>Writes them in the format asked for.</summary>
    public static void Write(string path, BootFile file, IReadOnlyList<JudgedEntry> entries, KernelProfile kernel, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            WriteJson(path, file, entries, kernel, report);
            return;
        }

        foreach (var entry in entries)
        {
            var title = entry.Entry.Title.IsEmpty ? string.Empty : $"{entry.Entry.Title}: ";
            var place = report.Painted(Paint.Bold, $"{InputFile.NameOf(path)}:{entry.Entry.Line}:");
            report.Line($"{place} {title}{ImaModes.NameOf(entry.Mode)} until a policy is loaded");
            CommandLineText.Write(entry.Report, report);
        }
    }

    private static void WriteJson(string path, BootFile file, IReadOnlyList<JudgedEntry> entries, KernelProfile kernel, Report report) => report.Json(json =>
    {
        json.WriteString("file"u8, path);
        json.WriteString("kind"u8, NameOf(file.Kind));
        json.WriteString("kernel"u8, StatusWords.Of(kernel));
        json.WriteStartArray("entries"u8);
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteText("title", entry.Entry.Title.Span);
            json.WriteNumber("line"u8, entry.Entry.Line);
            json.WriteString("mode"u8, StatusWords.Value(ImaModes.NameOf(entry.Mode)));
            json.WriteStartObject("cmdline"u8);
            CommandLineText.Write(json, entry.Entry.CommandLine.Span, entry.Report, entry.Entry);
            json.WriteEndObject();
            FindingText.Write(json, entry.Findings);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string NameOf(BootFileKind kind) => kind switch
    {
        BootFileKind.LoaderEntry => "loader_entry",
        BootFileKind.GrubMenu => "grub_menu",
        BootFileKind.GrubDefaults => "grub_defaults",
        _ => "command_line",
    };
}
