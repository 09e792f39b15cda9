using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Signatures are asked into the list, but not those that the appraise rule takes.</summary>
/// <remarks>docs/reference/policy.md 1.6 and 2.4.</remarks>
internal sealed class TemplateWithoutModsig() : LintRule(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info(
        "IMA0330", "template without modsig", "template {0} does not hold the appended signatures that line {1} accepts", "write `template=ima-modsig`");

    public override bool NeedsAllRules => false;

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        foreach (var modsig in policy.Rules.Where(rule => (rule.Rule.Options & RuleOptions.Modsig) != 0).DistinctBy(rule => rule.Rule.Func))
        {
            foreach (var rule in policy.Rules)
            {
                if (rule.Rule is { Template: { Name.Length: > 0 } template, Action: PolicyAction.Measure } && rule.Rule.Func == modsig.Rule.Func
                    && template.Format.Split('|') is var fields && fields.Contains("sig") && !fields.Contains("modsig"))
                {
                    findings.Add(At(rule, rule.SpanOf(RuleKey.Template), template.Name, LineText.Of(modsig, rule)));
                }
            }
        }
    }
}
