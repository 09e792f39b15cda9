using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A template that leaves out what the rule measures.</summary>
/// <remarks>docs/reference/policy.md 2.4 and 5.6.</remarks>
internal sealed class TemplateWithoutBuffer() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0329", "template without buffer", "template {0} has no `buf`: the list will not hold the data of func={1}", "leave the template out; ima-buf is the default here");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        rule.Rule is { Template: { } template, Func: PolicyFunc.KeyCheck or PolicyFunc.CriticalData or PolicyFunc.KexecCmdline } && !template.Format.Split('|').Contains("buf")
            ? At(rule, rule.SpanOf(RuleKey.Template), template.Name.Length > 0 ? template.Name : template.Format, PolicyWords.Of(rule.Rule.Func))
            : null;
}
