using Imara.Boot.BootEntries;
using Imara.Boot.CommandLine;
using Imara.Boot.Status;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Boot;

/// <summary>A boot entry and what its command line does.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Report">Its parameters.</param>
/// <param name="Mode">What IMA does until a policy is loaded.</param>
/// <param name="Findings">What is wrong with it.</param>
internal sealed record JudgedEntry(BootEntry Entry, CommandLineReport Report, ImaMode Mode, IReadOnlyList<StatusFinding> Findings)
{
    /// <summary>What messages call it.</summary>
    public string Name => Entry.Title.IsEmpty ? $"line {Entry.Line}" : Entry.Title.ToString();

    /// <summary>Judges an entry; whether Secure Boot will be on is not known.</summary>
    public static JudgedEntry Judge(BootFile file, BootEntry entry, KernelProfile kernel, Func<string, bool> isTemplateFormat)
    {
        var report = CommandLineJudge.Judge(entry.CommandLine.Span, kernel, SecureBootState.Unknown, isTemplateFormat);
        var findings = CommandLineFindings.Of(entry, file.Text.Span).Concat(CommandLineFindings.Of(report)).OrderByDescending(finding => finding.Severity).ToList();
        return new JudgedEntry(entry, report, ImaModes.Of(report.Boot.Appraise, report.Boot.DefaultRules(kernel)), findings);
    }
}
