using System.CommandLine;
using Imara.Boot.Ladder;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Policy.Checking;
using Imara.Policy.Formatting;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy format`: one tidy layout, comments kept.</summary>
internal sealed class PolicyFormatVerb : PolicyVerb
{
    private readonly Argument<string[]> files = new("FILE")
    {
        Description = "Policy files, each formatted by itself; `-` is standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> check = new("--check") { Description = "Write nothing; name the files that are not tidy" };
    private readonly Option<bool> write = new("--write") { Description = "Write each file that is not tidy, unless it has a line the kernel refuses" };

    private readonly Option<bool> diff = new("--diff") { Description = "Write nothing; show what would change" };

    public PolicyFormatVerb()
        : base(
            "format",
            "Lay out policies in one tidy way, comments kept",
            AnyKernel(),
            ["imara policy format --kernel 6.12 site.policy", "imara policy format --kernel 6.12 --check *.policy", "imara policy format --kernel 6.12 --diff site.policy", "imara policy format --kernel 6.12 --write *.policy"])
    {
        Add(files);
        Add(check);
        Add(write);
        Add(diff);
        Validators.Add(line =>
        {
            if (new[] { line.GetValue(check), line.GetValue(write), line.GetValue(diff) }.Count(given => given) > 1)
            {
                line.AddError("--check, --write and --diff exclude each other");
            }
            else if (line.GetValue(write) && line.GetValue(files) is { } named && named.Contains("-"))
            {
                line.AddError("--write cannot write standard input");
            }
        });
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        if (!TryChooseKernel(line, report, out var kernel))
        {
            return ExitCode.CouldNotTell;
        }

        foreach (var note in kernel.Notes)
        {
            report.Note($"{note.Descriptor.Id}: {note.Message}");
        }

        var exit = ExitCode.Yes;
        foreach (var path in line.GetRequiredValue(files))
        {
            var one = !InputFile.TryRead(path, InputFile.UsualCap, report, out var text)
                ? ExitCode.CouldNotTell
                : Format(path, text, kernel, line, report);
            exit = (ExitCode)Math.Max((int)exit, (int)one);
        }

        return exit;
    }

    private ExitCode Format(string path, ReadOnlyMemory<byte> text, ChosenKernel kernel, ParseResult line, Report report)
    {
        var formatted = PolicyFormatter.Format(text, kernel.Context, kernel.Method);
        Tell(path, text, formatted, report);
        var isRefused = !formatted.Refused.IsEmpty;
        if (line.GetValue(diff))
        {
            var change = UnifiedDiff.Write(new FileChange(InputFile.NameOf(path), text, formatted.Text));
            if (change.Length > 0)
            {
                report.Line(change.TrimEnd('\n'));
            }

            return isRefused || change.Length > 0 ? ExitCode.No : ExitCode.Yes;
        }

        if (line.GetValue(check))
        {
            if (!formatted.IsTidy)
            {
                report.Error($"{InputFile.NameOf(path)}:{formatted.FirstChange}: not tidy from this line on");
            }

            return isRefused || !formatted.IsTidy ? ExitCode.No : ExitCode.Yes;
        }

        if (!line.GetValue(write))
        {
            report.Bytes.Write(formatted.Text.Span);
            return isRefused ? ExitCode.No : ExitCode.Yes;
        }

        if (isRefused)
        {
            report.Error($"{InputFile.NameOf(path)}: not written: kernel {kernel.Profile.Name} refuses {PolicyCheckReport.Count(formatted.Refused.Length, "line")}");
            return ExitCode.No;
        }

        if (formatted.IsTidy)
        {
            report.Detail($"{path} is tidy");
            return ExitCode.Yes;
        }

        if (!FileReplacement.TryReplace(path, text, formatted.Text, report))
        {
            return ExitCode.CouldNotTell;
        }

        report.Detail($"wrote {path}");
        return ExitCode.Yes;
    }

    private static void Tell(string path, ReadOnlyMemory<byte> text, FormattedPolicy formatted, Report report)
    {
        var source = new PolicyCheck([new PolicySource(path, text)], false, [], []);
        var left = report.Verbose ? int.MaxValue : DiagnosticText.UsualCount;
        foreach (var refused in formatted.Refused)
        {
            if (left-- == 0)
            {
                report.Error($"{formatted.Refused.Length - DiagnosticText.UsualCount} more; --verbose tells all");
                return;
            }

            var start = text.Span[..refused.Diagnostic.Span.Start].LastIndexOf((byte)'\n') + 1;
            var place = new CheckedDiagnostic(0, refused.Number, refused.Diagnostic.Span.Start - start + 1, refused.Diagnostic);
            report.Error(DiagnosticText.Headline(source, place));
        }
    }
}
