using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Evaluation;

/// <summary>An active list of rules, ready to answer events.</summary>
/// <remarks>docs/reference/policy.md 4. Immutable, safe for several threads; a decision allocates nothing.</remarks>
public sealed class CompiledPolicy
{
    private const int FuncCount = (int)PolicyFunc.SetxattrCheck + 1;
    private readonly CompiledRule[] compiled;
    private readonly RuleIndex[] byFunc;
    private readonly RuleIndex policyBuffers;
    private readonly LsmKind lsm;

    /// <summary>Compiles a list of rules.</summary>
    /// <param name="rules">The active list.</param>
    /// <param name="lsm">The security module that made the labels of events.</param>
    /// <param name="isAppraising">False if the <c>ima_appraise</c> word is 0: the class appraise is not asked.</param>
    public CompiledPolicy(ImmutableArray<PolicyRule> rules, LsmKind lsm, bool isAppraising)
    {
        Rules = rules;
        compiled = [.. rules.Select(rule => new CompiledRule(rule))];
        this.lsm = lsm;

        // 4.6: SETXATTR_CHECK rules count for no class, and neither do dont rules.
        foreach (var rule in rules)
        {
            if (rule.IsDo && rule.Func != PolicyFunc.SetxattrCheck)
            {
                Classes |= rule.Class;
            }
        }

        if (!isAppraising)
        {
            Classes &= ~ActionClass.Appraise;
        }

        byFunc = new RuleIndex[FuncCount];
        for (var func = PolicyFunc.None; func <= PolicyFunc.SetxattrCheck; func++)
        {
            var asked = func;
            byFunc[(int)func] = func switch
            {
                PolicyFunc.KeyCheck or PolicyFunc.CriticalData => new RuleIndex([.. rules.Select(BufferConditions)], rule => rule.Func == asked),
                PolicyFunc.PostSetattr => new RuleIndex(rules, _ => true),
                _ => new RuleIndex(rules, rule => rule.Func is PolicyFunc.None || rule.Func == asked),
            };
        }

        policyBuffers = new RuleIndex([.. rules.Select(BufferConditions)], rule => rule.Func == PolicyFunc.PolicyCheck);
    }

    /// <summary>The rules in order.</summary>
    public ImmutableArray<PolicyRule> Rules { get; }

    /// <summary>The classes that are asked at all.</summary>
    public ActionClass Classes { get; }

    /// <summary>What the policy says about an event.</summary>
    /// <param name="e">The event.</param>
    /// <param name="asked">The classes asked for; POST_SETATTR and new files ask only appraise and hash.</param>
    [SkipLocalsInit]
    public PolicyDecision Decide(in PolicyEvent e, ActionClass asked = ActionClass.All)
    {
        var decision = new PolicyDecision();
        var todo = asked & Classes;
        if (todo == ActionClass.None)
        {
            return decision;
        }

        var isBuffer = RuleMatcher.IsBuffer(e);
        var index = isBuffer && e.Func == PolicyFunc.PolicyCheck ? policyBuffers : byFunc[(int)e.Func];
        Span<int> cursors = stackalloc int[RuleIndex.MaxGroups];
        var count = index.Find(e, cursors);
        var pool = index.Pool;
        while (count > 0)
        {
            var lowest = 0;
            var next = pool[cursors[0]];
            for (var i = 1; i < count; i++)
            {
                var candidate = pool[cursors[i]];
                if (candidate < next)
                {
                    next = candidate;
                    lowest = i;
                }
            }

            if (next == RuleIndex.End)
            {
                break;
            }

            cursors[lowest]++;
            ref readonly var rule = ref compiled[next];
            if ((todo & rule.Class) != 0
                && (isBuffer ? RuleMatcher.FirstFailure(rule.Rule, e, lsm) == RuleCondition.None : RuleMatcher.Matches(rule, e, lsm)))
            {
                decision.Take(rule.Rule, next);
                todo &= ~rule.Class;
                if (todo == ActionClass.None)
                {
                    break;
                }
            }
        }

        return decision;
    }

    /// <summary>The same decision by looking at every rule in order, telling <paramref name="listener"/> about each.</summary>
    public PolicyDecision Explain(in PolicyEvent e, IMatchListener listener, ActionClass asked = ActionClass.All)
    {
        var decision = new PolicyDecision();
        var todo = asked & Classes;
        for (var i = 0; i < Rules.Length && todo != ActionClass.None; i++)
        {
            var rule = Rules[i];
            var failure = (todo & rule.Class) == 0 ? RuleCondition.ClassDone : RuleMatcher.FirstFailure(rule, e, lsm);
            listener.Heard(i, rule, failure);
            if (failure == RuleCondition.None)
            {
                decision.Take(rule, i);
                todo &= ~rule.Class;
            }
        }

        return decision;
    }

    // A direct policy write has no file: only func and uid of a rule count, so only they may decide whether it is found.
    private static PolicyRule BufferConditions(PolicyRule rule) => new() { Action = rule.Action, Func = rule.Func, Uid = rule.Uid };
}
