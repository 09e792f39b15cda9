using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>The rules of one policy that can still decide in a region, in order: those that match nowhere and those behind a sure match of their class are gone.</summary>
internal sealed class OpenRules
{
    private readonly List<OpenRule> rules;

    private OpenRules(List<OpenRule> rules) => this.rules = rules;

    /// <summary>The rules.</summary>
    public IReadOnlyList<OpenRule> Rules => rules;

    /// <summary>All rules of a policy, before any region is known.</summary>
    public static OpenRules Of(IEnumerable<RuleBox> boxes) => new([.. boxes.Select(box => new OpenRule(box, Matches: false, default))]);

    /// <summary>What is left in a smaller region.</summary>
    public OpenRules In(EventRegion region)
    {
        var left = new List<OpenRule>(rules.Count);
        var done = ActionClass.None;
        foreach (var rule in rules)
        {
            if ((done & rule.Box.Class) != 0)
            {
                continue;
            }

            var open = default(FactTest);
            var matches = rule.Matches ? true : rule.Box.Test(region, out open);
            if (matches is not false)
            {
                left.Add(new OpenRule(rule.Box, matches == true, open));
                done |= matches == true ? rule.Box.Class : ActionClass.None;
            }
        }

        return new OpenRules(left);
    }

    /// <summary>True if no rule depends any more, so that one outcome holds in the whole region.</summary>
    public bool IsDecided => rules.TrueForAll(rule => rule.Matches);

    /// <summary>True if the first match of a class is known: <paramref name="first"/>, or none.</summary>
    public bool IsDecidedFor(ActionClass target, out RuleBox? first)
    {
        var index = rules.FindIndex(rule => rule.Box.Class == target);
        first = index < 0 ? null : rules[index].Box;
        return index < 0 || rules[index].Matches;
    }

    /// <summary>Adds the effects that the first match of a class can have; no match is the effect of nothing.</summary>
    public void AddEffects(ActionClass target, HashSet<RuleEffect> effects)
    {
        foreach (var rule in rules)
        {
            if (rule.Box.Class == target)
            {
                effects.Add(rule.Box.Effect);
                if (rule.Matches)
                {
                    return;
                }
            }
        }

        effects.Add(default);
    }

    /// <summary>True if both hold equal rules in the same order.</summary>
    public bool IsSameAs(OpenRules other) =>
        rules.Count == other.rules.Count && rules.Zip(other.rules).All(pair => pair.First.Box.Identity == pair.Second.Box.Identity);
}
