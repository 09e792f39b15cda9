using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>A rule as the set of events it matches, and what it adds to the outcome of one class.</summary>
/// <param name="Index">Index in its policy.</param>
/// <param name="Identity">Equal for equal rules of both policies.</param>
/// <param name="Class">The class of the rule.</param>
/// <param name="Conditions">All have to hold.</param>
/// <param name="Effect">What it adds.</param>
internal sealed record RuleBox(int Index, int Identity, ActionClass Class, FactCondition[] Conditions, RuleEffect Effect)
{
    /// <summary>True if the rule matches all events of a region, false if none, null if it depends; then <paramref name="open"/> is a test to split by.</summary>
    public bool? Test(EventRegion region, out FactTest open)
    {
        open = default;
        bool? result = true;
        foreach (var condition in Conditions)
        {
            switch (condition.Test(region, out var test))
            {
                case false:
                    return false;
                case null:
                    open = result is null ? open : test;
                    result = null;
                    break;
            }
        }

        return result;
    }
}
