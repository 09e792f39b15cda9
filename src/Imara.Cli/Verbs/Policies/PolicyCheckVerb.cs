using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Policy.Checking;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy check`: would the kernel take this policy, and if not, why?</summary>
internal sealed class PolicyCheckVerb : PolicyVerb
{
    private readonly Argument<string[]> files = Files();
    private readonly Option<bool> strict = new("--strict") { Description = "A warning is a failure" };

    public PolicyCheckVerb()
        : base(
            "check",
            "Tell whether a kernel takes a policy, line by line",
            [
                "imara policy check --kernel 6.12 /etc/ima/ima-policy",
                "imara policy check --kernel 6.12 --format sarif /etc/ima/ima-policy > policy.sarif",
                "imara policy check --profile 6.1-debian --load path --format json base.policy site.policy",
            ],
            OutputFormat.Text, OutputFormat.Json, OutputFormat.Sarif)
    {
        Add(files);
        Add(strict);
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        if (Ask(line, line.GetRequiredValue(files), report) is not var (check, kernel))
        {
            return ExitCode.CouldNotTell;
        }

        PolicyCheckReport.Write(check, kernel, report);
        var isStrict = line.GetValue(strict);
        var limit = isStrict ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error;
        for (var source = 0; source < check.Sources.Length; source++)
        {
            var count = check.Diagnostics.Count(found => found.Source == source && found.Diagnostic.Descriptor.Severity >= limit);
            if (count > 0)
            {
                report.Error($"{InputFile.NameOf(check.Sources[source].Name)}: {PolicyCheckReport.Count(count, isStrict ? "finding" : "error")}");
            }
        }

        return check.IsAccepted && !(isStrict && check.Has(DiagnosticSeverity.Warning)) ? ExitCode.Yes : ExitCode.No;
    }
}
