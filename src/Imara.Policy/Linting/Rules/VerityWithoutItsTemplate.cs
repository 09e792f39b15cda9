using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A fs-verity digest in a template that does not say it is one.</summary>
/// <remarks>docs/reference/policy.md 1.6 and 13.</remarks>
internal sealed class VerityWithoutItsTemplate() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0323", "verity without its template", "template {0} cannot tell a fs-verity digest from the hash of a file", "add `template=ima-ngv2` or `template=ima-sigv2`");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (rule.Rule is not { Action: PolicyAction.Measure } || (rule.Rule.Options & RuleOptions.Verity) == 0)
        {
            return null;
        }

        var name = rule.Rule.Template?.Name ?? policy.Kernel.DefaultTemplate;
        var format = rule.Rule.Template?.Format ?? policy.Context.Templates.FirstOrDefault(template => template.Name == name)?.Format;
        return format is not null && !format.Split('|').Contains("d-ngv2")
            ? At(rule, rule.SpanOf(rule.Rule.Template is null ? RuleKey.DigestType : RuleKey.Template), name.Length > 0 ? name : format)
            : null;
    }
}
