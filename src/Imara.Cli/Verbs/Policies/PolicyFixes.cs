using Imara.Boot.Ladder;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Policy.Checking;
using Imara.Policy.Fixing;

namespace Imara.Cli.Verbs.Policies;

/// <summary>Carries the fixes of a policy to its files.</summary>
internal static class PolicyFixes
{
    /// <summary>False, with the reason told, where the files cannot be fixed whatever is in them.</summary>
    public static bool CanFix(string[] files, Report report)
    {
        if (report.Format != OutputFormat.Text && files.Contains("-"))
        {
            report.Error("--fix of standard input writes the fixed policy to standard output, where there is no room for another format");
            return false;
        }

        // What is wrong only because a file is loaded twice would be taken out of both.
        var targets = files.Where(file => file != "-").Select(FileBeside.TargetOf);
        if (targets.GroupBy(target => target, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            report.Error($"{twice.Key}: given twice; --fix wants each file once");
            return false;
        }

        return true;
    }

    /// <summary>Shows what <see cref="TryWrite"/> would change.</summary>
    public static bool Show(PolicyCheck before, FixedPolicy policy, Report report)
    {
        for (var i = 0; i < before.Sources.Length; i++)
        {
            var (name, text) = before.Sources[i];
            if (policy.IsChanged(i))
            {
                report.Line(UnifiedDiff.Write(new FileChange(InputFile.NameOf(name), text, policy.Check.Sources[i].Text)).TrimEnd('\n'));
            }
        }

        return true;
    }

    /// <summary>Writes the files that changed, and standard input in any case.</summary>
    /// <param name="before">The policy as it was read.</param>
    /// <param name="policy">The policy after its fixes.</param>
    /// <param name="report">Takes what was fixed and why a file stays as it is.</param>
    public static bool TryWrite(PolicyCheck before, FixedPolicy policy, Report report)
    {
        foreach (var found in policy.Fixed)
        {
            report.Note($"{InputFile.NameOf(before.Sources[found.Source].Name)}:{found.Line}: fixed {found.Diagnostic.Descriptor.Id}: {found.Fix!.Title}");
        }

        var isWritten = true;
        for (var i = 0; i < before.Sources.Length; i++)
        {
            var (name, text) = before.Sources[i];
            if (name == "-")
            {
                report.Bytes.Write(policy.Check.Sources[i].Text.Span);
            }
            else if (policy.IsChanged(i))
            {
                isWritten &= FileReplacement.TryReplace(name, text, policy.Check.Sources[i].Text, report);
            }
        }

        return isWritten;
    }
}
