using System.Collections.Immutable;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>Compares what two policies do, not how they are written.</summary>
/// <remarks>
/// Every kind of event of docs/reference/policy.md 4.1 is looked at with the masks it can have. Facts count as independent of each other: that a file
/// system of one name never has the magic of another is not known here. Each difference comes with an event for which it was seen.
/// </remarks>
public sealed class PolicyComparer
{
    /// <summary>The looks at rules after which the search for one class and one kind of event gives up: half a second.</summary>
    public const long UsualBudget = 2_000_000;

    private static readonly ActionClass[] Classes = [ActionClass.Measure, ActionClass.Appraise, ActionClass.Audit, ActionClass.Hash];
    private readonly CompiledPolicy a;
    private readonly CompiledPolicy b;
    private readonly KernelProfile kernel;
    private readonly LsmKind lsm;
    private readonly long budget;
    private readonly Dictionary<PolicyRule, int> identities = [];
    private readonly OrderedDictionary<(ActionClass Class, string RulesOfA, string RulesOfB), PolicyDifference> found = [];

    private PolicyComparer(CompiledPolicy a, CompiledPolicy b, KernelProfile kernel, LsmKind lsm, long budget)
    {
        this.a = a;
        this.b = b;
        this.kernel = kernel;
        this.lsm = lsm;
        this.budget = budget;
    }

    /// <summary>Compares two policies.</summary>
    /// <param name="a">The first, compiled for <paramref name="lsm"/>.</param>
    /// <param name="b">The second, compiled in the same way.</param>
    /// <param name="kernel">The kernel both would be loaded into.</param>
    /// <param name="lsm">The security module that makes labels.</param>
    /// <param name="budget">How many looks at rules each search, for one class and one kind of event, may take.</param>
    public static PolicyComparison Compare(CompiledPolicy a, CompiledPolicy b, KernelProfile kernel, LsmKind lsm, long budget = UsualBudget)
    {
        var comparer = new PolicyComparer(a, b, kernel, lsm, budget);
        var unfinished = ImmutableArray.CreateBuilder<(ActionClass, PolicyFunc)>();
        foreach (var target in Classes)
        {
            foreach (var kind in EventKind.Of(kernel))
            {
                if ((kind.Asked & target) != 0 && !comparer.Search(kind, target) && !unfinished.Contains((target, kind.Func)))
                {
                    unfinished.Add((target, kind.Func));
                }
            }
        }

        return new PolicyComparison([.. comparer.found.Values], GlobalDifferences(a, b), unfinished.DrainToImmutable());
    }

    private bool Search(EventKind kind, ActionClass target)
    {
        var setting = new EventSetting(kind, kernel, lsm);
        var (rulesA, rulesB) = (Boxes(a, setting, target), Boxes(b, setting, target));

        // Classes whose rules can change nothing here only make the search longer.
        var relevant = target;
        foreach (var rule in rulesA.Concat(rulesB))
        {
            relevant |= rule.Effect == default ? ActionClass.None : rule.Class;
        }

        var search = new DifferenceSearch(setting, target, new SearchBudget(budget), region => TryTake(setting, target, region));
        return search.Run(OpenRules.Of(rulesA.Where(rule => (rule.Class & relevant) != 0)), OpenRules.Of(rulesB.Where(rule => (rule.Class & relevant) != 0)));
    }

    private List<RuleBox> Boxes(CompiledPolicy policy, EventSetting setting, ActionClass target)
    {
        var boxes = new List<RuleBox>();
        for (var i = 0; i < policy.Rules.Length; i++)
        {
            var rule = policy.Rules[i];
            if ((policy.Classes & setting.Kind.Asked & rule.Class) != 0 && setting.ConditionsOf(rule) is { } conditions)
            {
                if (!identities.TryGetValue(rule, out var identity))
                {
                    identities[rule] = identity = identities.Count;
                }

                boxes.Add(new RuleBox(i, identity, rule.Class, conditions, RuleEffect.Of(rule, target, setting)));
            }
        }

        return boxes;
    }

    private bool TryTake(EventSetting setting, ActionClass target, EventRegion region)
    {
        var e = WitnessEvent.Of(setting, region);
        var (decisionA, decisionB) = (a.Decide(e, setting.Kind.Asked), b.Decide(e, setting.Kind.Asked));
        var (from, to) = (ClassOutcome.Of(decisionA, e, target, kernel), ClassOutcome.Of(decisionB, e, target, kernel));
        if (from == to)
        {
            return false;
        }

        var options = from.Options ^ to.Options;
        var (rulesA, rulesB) = (RulesOf(a, decisionA, target, options), RulesOf(b, decisionB, target, options));
        var key = (target, string.Join(',', rulesA), string.Join(',', rulesB));
        if (!found.TryGetValue(key, out var difference))
        {
            found.Add(key, new PolicyDifference(target, from, to, rulesA, rulesB, [e.Func], e));
        }
        else if (!difference.Funcs.Contains(e.Func))
        {
            found[key] = difference with { Funcs = difference.Funcs.Add(e.Func) };
        }

        return true;
    }

    // The rule that decides, those that give the event an option the other policy does not, and the appraise rule that takes a hash match back.
    private static ImmutableArray<int> RulesOf(CompiledPolicy policy, in PolicyDecision decision, ActionClass target, RuleOptions options)
    {
        var rules = new SortedSet<int>();
        foreach (var actionClass in Classes)
        {
            var index = decision.RuleOf(actionClass);
            var takesBack = target == ActionClass.Hash && actionClass == ActionClass.Appraise && decision.HashRule >= 0 && !decision.Has(target) && (decision.Blocked & target) == 0;
            if (index >= 0 && (actionClass == target || takesBack || (decision.Has(target) && (policy.Rules[index].Options & options) != 0)))
            {
                rules.Add(index);
            }
        }

        return [.. rules];
    }

    private static ImmutableArray<GlobalDifference> GlobalDifferences(CompiledPolicy a, CompiledPolicy b)
    {
        var after = GlobalsOf(b);
        return [.. GlobalsOf(a).Zip(after, (from, to) => new GlobalDifference(from.Effect, from.Value, to.Value)).Where(difference => difference.From != difference.To)];
    }

    private static IEnumerable<(GlobalEffect Effect, string Value)> GlobalsOf(CompiledPolicy policy)
    {
        var (bits, algos) = LoadEffects.Of(policy.Rules);
        yield return (GlobalEffect.Measuring, YesNo((policy.Classes & ActionClass.Measure) != 0));
        yield return (GlobalEffect.Appraising, YesNo((policy.Classes & ActionClass.Appraise) != 0));
        yield return (GlobalEffect.SetxattrAlgos, algos?.ToString() ?? "any");
        yield return (GlobalEffect.AppraisingModules, YesNo((bits & AppraiseBits.Modules) != 0));
        yield return (GlobalEffect.AppraisingFirmware, YesNo((bits & AppraiseBits.Firmware) != 0));
        yield return (GlobalEffect.AppraisingPolicy, YesNo((bits & AppraiseBits.Policy) != 0));
        yield return (GlobalEffect.AppraisingKexec, YesNo((bits & AppraiseBits.Kexec) != 0));
    }

    private static string YesNo(bool value) => value ? "yes" : "no";
}
