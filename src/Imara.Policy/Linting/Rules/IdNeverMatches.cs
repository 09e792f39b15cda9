using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A comparison that no id fulfils.</summary>
/// <remarks>docs/reference/policy.md 2.2 and 4.2.</remarks>
internal sealed class IdNeverMatches() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning("IMA0304", "id never matches", "no id fulfils `{0}`", "`<` and `>` are strict: write `=` for the value itself");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        var r = rule.Rule;
        var isUidAlone = RuleReach.IsDirectWriteMatched(r, policy.Kernel);
        foreach (var (key, condition, beyond) in (ReadOnlySpan<(RuleKey, IdCondition?, int)>)
            [
                (RuleKey.Uid, r.Uid, 0), (RuleKey.Euid, r.Euid, 0), (RuleKey.Gid, RuleReach.IsGidIgnored(r) ? null : r.Gid, 0), (RuleKey.Egid, r.Egid, 0),
                (RuleKey.Fowner, r.Fowner, 1), (RuleKey.Fgroup, r.Fgroup, 1),
            ])
        {
            if (RuleReach.IsImpossible(condition, beyond) && (key == RuleKey.Uid || !isUidAlone))
            {
                var span = rule.SpanOf(key);
                return At(rule, span, rule.Show(span)) with { Fix = rule.Reach == Reach.Nothing && policy.IsClassKeptWithout(rule) ? rule.Removal() : null };
            }
        }

        return null;
    }
}
