using Imara.Policy.Rules;

namespace Imara.Evaluation;

/// <summary>Hears what the matcher does with each rule.</summary>
public interface IMatchListener
{
    /// <summary>Called for every rule up to the end of the walk, in order.</summary>
    /// <param name="index">Index in the active list.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="failure">The first condition that failed, or <see cref="RuleCondition.None"/> if the rule matched.</param>
    void Heard(int index, PolicyRule rule, RuleCondition failure);
}
