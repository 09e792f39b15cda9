using System.CommandLine;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy canonical`: what reading the policy file of the kernel prints after this load.</summary>
internal sealed class PolicyCanonicalVerb : PolicyVerb
{
    private readonly Argument<string[]> files = Files();

    public PolicyCanonicalVerb()
        : base(
            "canonical",
            "Print the policy as reading ima/policy back prints it",
            AnyKernel(),
            ["imara policy canonical --kernel 6.12 /etc/ima/ima-policy", "imara policy canonical new.policy | diff - /sys/kernel/security/ima/policy"])
    {
        Add(files);
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        if (AskAccepted(line, line.GetRequiredValue(files), report, out var otherwise) is not var (check, _))
        {
            return otherwise;
        }

        var output = report.Bytes;
        foreach (var rule in check.Lines)
        {
            if (rule.Canonical is { } text)
            {
                output.Write(text.Span);
                output.WriteByte((byte)'\n');
            }
        }

        return ExitCode.Yes;
    }
}
