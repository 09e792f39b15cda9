using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>Looks for events of one kind for which two policies have different outcomes of one class.</summary>
/// <remarks>
/// Regions of events are split by one test of one rule at a time until both policies hold the same rules, or can have one outcome only, or are decided.
/// A region that is decided differently gives a witness; what is reported is what <see cref="CompiledPolicy"/> says about that witness.
/// </remarks>
internal sealed class DifferenceSearch(EventSetting setting, ActionClass target, SearchBudget budget, Func<EventRegion, bool> tryWitness)
{
    private readonly HashSet<(int A, int B)> found = [];
    private readonly Stack<(EventRegion Region, OpenRules A, OpenRules B)> open = [];

    /// <summary>Searches every event of the kind.</summary>
    /// <returns>False if the budget ended first.</returns>
    public bool Run(OpenRules a, OpenRules b)
    {
        open.Push((EventRegion.All(setting.Kind, new LabelFacts(setting.Lsm)), a, b));
        while (open.TryPop(out var next))
        {
            if (!budget.TryTake(next.A.Rules.Count + next.B.Rules.Count + 1))
            {
                return false;
            }

            Look(next.Region, next.A.In(next.Region), next.B.In(next.Region));
        }

        return true;
    }

    private void Look(EventRegion region, OpenRules a, OpenRules b)
    {
        if (a.IsSameAs(b) || CannotDiffer(a, b))
        {
            return;
        }

        if (a.IsDecidedFor(target, out var ruleOfA) & b.IsDecidedFor(target, out var ruleOfB))
        {
            // Where the deciding rules do different things, what the others add to the event hardly matters: one witness stands for all.
            var pair = (ruleOfA?.Index ?? PolicyDecision.NoRule, ruleOfB?.Index ?? PolicyDecision.NoRule);
            var differs = (ruleOfA?.Effect ?? default) != (ruleOfB?.Effect ?? default);
            if ((differs && found.Contains(pair)) || ((differs || (a.IsDecided && b.IsDecided)) && tryWitness(region)))
            {
                found.Add(pair);
                return;
            }
        }

        if (ChooseTest(a, b) is { } test)
        {
            open.Push((region.Where(test, holds: false), a, b));
            open.Push((region.Where(test, holds: true), a, b));
        }
    }

    private bool CannotDiffer(OpenRules a, OpenRules b)
    {
        var own = EffectsOf(target, a, b);
        if (own.All(effect => !effect.Does))
        {
            return true;
        }

        if (own.Count > 1)
        {
            return false;
        }

        foreach (var other in (ReadOnlySpan<ActionClass>)[ActionClass.Measure, ActionClass.Appraise, ActionClass.Audit, ActionClass.Hash])
        {
            // A hash match stays or goes with the place of the appraise rule, which is no effect of a single rule.
            if (other != target && EffectsOf(other, a, b) is var effects && (effects.Count > 1 || effects.Any(effect => effect.Does)))
            {
                return false;
            }
        }

        return true;
    }

    private static HashSet<RuleEffect> EffectsOf(ActionClass actionClass, OpenRules a, OpenRules b)
    {
        var effects = new HashSet<RuleEffect>();
        a.AddEffects(actionClass, effects);
        b.AddEffects(actionClass, effects);
        return effects;
    }

    // First the rules that only one policy has: where they do not match, the rest is often the same. Then those before them, which may hide them.
    private static FactTest? ChooseTest(OpenRules a, OpenRules b)
    {
        var (rulesA, rulesB) = (a.Rules, b.Rules);
        var at = 0;
        while (at < rulesA.Count && at < rulesB.Count && rulesA[at].Box.Identity == rulesB[at].Box.Identity)
        {
            at++;
        }

        var first = At(rulesA, at);
        var second = At(rulesB, at);
        if (first is { } one && second is { } two)
        {
            var isOnlyInA = !rulesB.Any(rule => rule.Box.Identity == one.Box.Identity);
            return isOnlyInA ? one.Open : two.Open;
        }

        return first?.Open ?? second?.Open ?? FirstOpen(rulesA, at) ?? FirstOpen(rulesB, at) ?? FirstOpen(rulesA, int.MaxValue) ?? FirstOpen(rulesB, int.MaxValue);
    }

    private static OpenRule? At(IReadOnlyList<OpenRule> rules, int index) => index < rules.Count && !rules[index].Matches ? rules[index] : null;

    private static FactTest? FirstOpen(IReadOnlyList<OpenRule> rules, int end)
    {
        for (var i = 0; i < rules.Count && i < end; i++)
        {
            if (!rules[i].Matches)
            {
                return rules[i].Open;
            }
        }

        return null;
    }
}
