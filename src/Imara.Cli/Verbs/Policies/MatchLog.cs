using Imara.Evaluation;
using Imara.Policy.Rules;

namespace Imara.Cli.Verbs.Policies;

/// <summary>Remembers what the matcher said about each rule.</summary>
internal sealed class MatchLog : IMatchListener
{
    private readonly Dictionary<int, RuleCondition> failures = [];

    /// <inheritdoc/>
    public void Heard(int index, PolicyRule rule, RuleCondition failure) => failures[index] = failure;

    /// <summary>The first condition that failed; null: the walk ended before the rule.</summary>
    public RuleCondition? FailureOf(int index) => failures.TryGetValue(index, out var failure) ? failure : null;
}
