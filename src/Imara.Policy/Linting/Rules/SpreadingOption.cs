using Imara.Diagnostics;
using Imara.Policy.Linting.Covering;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>An option that works on rules of other classes too.</summary>
/// <remarks>docs/reference/policy.md 4.3: the options of all rules that match an event are one set, dont rules included.</remarks>
internal sealed class SpreadingOption() : LintRule(Kind)
{
    // Rules with options are few; where they are not, looking on finds nothing new.
    private const int MaxPairs = 100_000;

    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0322", "spreading option", "`{0}` also works on `{1}` in line {2}, where both rules match", "options of all matching rules are one set; keep the two rules apart by their conditions, or write the option where it is meant");

    public override bool NeedsAllRules => false;

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        var left = MaxPairs;
        var targets = policy.Rules.Where(rule => rule.Rule.IsDo && rule.Rule.Class is ActionClass.Appraise or ActionClass.Measure && rule.Reach == Reach.Events).ToArray();
        foreach (var rule in policy.Rules)
        {
            var r = rule.Rule;
            foreach (var option in (ReadOnlySpan<RuleOptions>)[RuleOptions.PermitDirectio, RuleOptions.Verity])
            {
                if ((r.Options & option) == 0 || (r is { Action: PolicyAction.Appraise }) || (policy.Classes & r.Class) == 0 || rule.Reach == Reach.Nothing || policy.CoverOf(rule) is not null)
                {
                    continue;
                }

                var target = Array.Find(targets, other => --left > 0 && IsTarget(other.Rule, r, option) && RuleOverlap.OfEvents(r, other.Rule));
                if (target is not null)
                {
                    var span = option == RuleOptions.Verity ? rule.SpanOf(RuleKey.DigestType) : rule.SpanOf("permit_directio");
                    findings.Add(At(rule, span, rule.Show(span), target.Action, LineText.Of(target, rule)));
                }
            }
        }
    }

    // permit_directio changes verdicts alone; a verity digest changes what is measured too.
    private static bool IsTarget(PolicyRule other, PolicyRule rule, RuleOptions option) =>
        other.Class != rule.Class && (other.Options & option) == 0 && (other.Class == ActionClass.Appraise || (option == RuleOptions.Verity && !rule.IsDo));
}
