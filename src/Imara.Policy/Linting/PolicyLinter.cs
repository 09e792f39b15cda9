using Imara.Diagnostics;
using Imara.Policy.Checking;
using Imara.Policy.Fixing;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Policy.Linting;

/// <summary>Says about the rules a kernel takes what their author should know, and about those it refuses how to repair them.</summary>
/// <remarks>docs/reference/policy.md 13. Pure; n log n in the number of rules.</remarks>
public static class PolicyLinter
{
    /// <summary>The check with the findings of the linter among its diagnostics, in the order of the text, and with safe fixes where there are some.</summary>
    /// <param name="check">A checked policy.</param>
    /// <param name="context">What it was checked against.</param>
    /// <param name="levels">Which findings are wanted.</param>
    public static PolicyCheck Lint(PolicyCheck check, RuleContext context, LintLevels levels)
    {
        var diagnostics = new List<CheckedDiagnostic>(check.Diagnostics.Length);
        foreach (var found in check.Diagnostics)
        {
            diagnostics.Add(Repairs.For(found, check.Syntaxes[found.Source]) is { } fix ? found with { Fix = fix } : found);
        }

        var dropped = levels.IsOff ? 0 : AddFindings(check, context, levels, diagnostics);

        // A stable order: what the kernel says about a place comes before what the linter says.
        return check with
        {
            Diagnostics = [.. diagnostics.OrderBy(found => ((long)found.Source << 32) | (uint)found.Diagnostic.Span.Start)],
            Undescribed = check.Undescribed + dropped,
        };
    }

    private static int AddFindings(PolicyCheck check, RuleContext context, LintLevels levels, List<CheckedDiagnostic> diagnostics)
    {
        var syntaxes = check.Syntaxes;
        var findings = new FindingList();
        var allowances = new Allowances();
        for (var source = 0; source < syntaxes.Length; source++)
        {
            allowances.Read(source, syntaxes[source], context.Kernel, findings);
        }

        var policy = new LintedPolicy(check, context);
        var isWhole = check.Lines.All(line => line.IsAccepted);
        var isAppraising = context.Kernel.Is(KernelOption.Appraise);
        foreach (var rule in LintRules.Table)
        {
            if ((isWhole || !rule.NeedsAllRules) && (isAppraising || !rule.NeedsAppraisal) && !levels.IsIgnored(rule.Descriptor))
            {
                rule.Inspect(policy, findings);
            }
        }

        foreach (var finding in findings.Kept)
        {
            Take(finding);
        }

        // What was not looked for may be there.
        if (findings.Dropped == 0)
        {
            var looked = LintRules.Table.Where(rule => (isWhole || !rule.NeedsAllRules) && (isAppraising || !rule.NeedsAppraisal) && !levels.IsIgnored(rule.Descriptor));
            var ids = looked.Select(rule => rule.Descriptor.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var finding in allowances.Unused(ids.Contains))
            {
                Take(finding);
            }
        }

        return findings.Dropped;

        void Take(LintFinding finding)
        {
            var span = finding.Diagnostic.Span;
            var line = syntaxes[finding.Source].LineAt(span.Start);
            if (levels.Of(finding) is { } severity && !allowances.Allow(finding.Source, line.Number, finding.Diagnostic.Descriptor.Id))
            {
                diagnostics.Add(new CheckedDiagnostic(finding.Source, line.Number, span.Start - line.Span.Start + 1, finding.Diagnostic)
                {
                    Severity = severity,
                    Fix = finding.Fix,
                });
            }
        }
    }
}
