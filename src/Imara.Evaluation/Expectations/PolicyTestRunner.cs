using System.Collections.Immutable;
using Imara.Evaluation.Events;
using Imara.Evaluation.Explaining;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Expectations;

/// <summary>Decides the events of tests and says what is not as expected, and which rule or condition made it so.</summary>
/// <param name="policy">The policy.</param>
/// <param name="places">Where each of its rules stands.</param>
/// <param name="kernel">The kernel, for its defaults.</param>
public sealed class PolicyTestRunner(CompiledPolicy policy, ImmutableArray<RulePlace> places, KernelProfile kernel)
{
    private static readonly ActionClass[] Classes = [ActionClass.Measure, ActionClass.Appraise, ActionClass.Audit, ActionClass.Hash];

    /// <summary>Runs one test.</summary>
    public PolicyTestResult Run(PolicyTest test)
    {
        var e = test.Question.Event;
        var decision = policy.Decide(e, test.Question.Asked);
        var reasons = ImmutableArray.CreateBuilder<string>();
        foreach (var actionClass in Classes)
        {
            var word = PolicyWords.Of(actionClass);
            if (test.Expectation.Actions is { } actions)
            {
                var expected = actions.FirstOrDefault(action => action.Class == actionClass);
                Compare(expected, decision.Has(actionClass), word, $"{word} is missing", decision, test, actionClass, reasons);
                reasons.AddRange(expected is not null && decision.Has(actionClass) ? Details(expected, decision, e) : []);
            }

            if (test.Expectation.Blocked is { } blocked)
            {
                var expected = blocked.FirstOrDefault(action => action.Class == actionClass);
                var isBlocked = (decision.Blocked & actionClass) != 0;
                Compare(expected, isBlocked, $"the end of {word}", $"{word} is not ended by a dont rule", decision, test, actionClass, reasons);
                reasons.AddRange(expected is not null && isBlocked ? Details(expected, decision, e) : []);
            }

            if ((test.Expectation.Not & actionClass) != 0 && decision.Has(actionClass))
            {
                reasons.Add($"{word} must not be: {RuleText(decision.RuleOf(actionClass))}");
            }
        }

        return new PolicyTestResult(decision, reasons.DrainToImmutable());
    }

    private void Compare(
        ExpectedAction? expected, bool isThere, string what, string missing, in PolicyDecision decision, PolicyTest test, ActionClass actionClass, ImmutableArray<string>.Builder reasons)
    {
        if (expected is null && isThere)
        {
            reasons.Add($"{what} is not expected: {RuleText(decision.RuleOf(actionClass))}");
        }
        else if (expected is not null && !isThere)
        {
            reasons.Add($"{missing}: {WhyNot(decision, test.Question, actionClass)}");
        }
    }

    private IEnumerable<string> Details(ExpectedAction expected, PolicyDecision decision, PolicyEvent e)
    {
        var index = decision.RuleOf(expected.Class);
        var place = places[index];
        var word = PolicyWords.Of(expected.Class);
        if ((expected.Line is { } line && line != place.Line) || (expected.File is { } file && file != place.File))
        {
            yield return $"{word} is decided elsewhere than {expected.File ?? "line"}{(expected.File is null ? " " : ":")}{expected.Line}: {RuleText(index)}";
        }

        var target = MeasureTarget.Of(decision, e, kernel);
        if (expected.Pcr is { } pcr && pcr != target.Pcr)
        {
            yield return $"{word} goes into PCR {target.Pcr}, not {pcr}: {RuleText(index)}";
        }

        if (expected.Template is { } template && template != target.Template)
        {
            yield return $"{word} uses the template {target.Template}, not {template}: {RuleText(index)}";
        }
    }

    private string WhyNot(in PolicyDecision decision, in PolicyQuestion question, ActionClass actionClass)
    {
        if ((question.Asked & actionClass) == 0)
        {
            return "no rule is asked about such an event";
        }

        if (decision.RuleOf(actionClass) is var index and >= 0)
        {
            return (decision.Blocked & actionClass) == 0 && !decision.Has(actionClass)
                ? $"taken back by {RuleText(decision.AppraiseRule)}"
                : $"decided by {RuleText(index)}";
        }

        if ((policy.Classes & actionClass) == 0)
        {
            return "no rule asks for it";
        }

        var nearest = new Nearest(actionClass);
        policy.Explain(question.Event, nearest, question.Asked);
        return $"the nearest is {RuleText(nearest.Index)}, which wants {ConditionText.Wanted(policy.Rules[nearest.Index], nearest.Failure)}, "
            + $"the event has {ConditionText.Found(question.Event, nearest.Failure)}";
    }

    private string RuleText(int index) => $"{places[index]} `{LoadableRule.Write(policy.Rules[index], kernel)}`";

    /// <summary>Remembers the rule of a class that came furthest: conditions are looked at in a fixed order.</summary>
    private sealed class Nearest(ActionClass actionClass) : IMatchListener
    {
        public int Index { get; private set; }

        public RuleCondition Failure { get; private set; }

        public void Heard(int index, PolicyRule rule, RuleCondition failure)
        {
            if (rule.Class == actionClass && rule.IsDo && failure > Failure && failure < RuleCondition.ClassDone)
            {
                (Index, Failure) = (index, failure);
            }
        }
    }
}
