using System.Collections.Immutable;
using Imara.Appraisal.Simulating;
using Imara.Policy.Rules;

namespace Imara.Boot.Checking;

/// <summary>Who the rules of a policy tell apart: root, and somebody below, at and above each id that a rule compares with. Pure.</summary>
/// <remarks>docs/reference/policy.md 4.2: what real, effective and saved ids do where they differ, only a process that is there can show.</remarks>
internal static class RuleSubjects
{
    private const int Max = 63;

    /// <summary>Finds them.</summary>
    /// <param name="rules">The rules of the policy.</param>
    /// <param name="subjects">Root first; root alone where no rule of appraisal asks who it is.</param>
    /// <returns>False if there are more than can be looked at: root alone is given then.</returns>
    public static bool TryFind(ImmutableArray<PolicyRule> rules, out ImmutableArray<Subject> subjects)
    {
        var asked = rules.Where(rule => rule.Action is PolicyAction.Appraise or PolicyAction.DontAppraise).ToArray();
        var users = Around(asked.SelectMany(rule => (IEnumerable<IdCondition?>)[rule.Uid, rule.Euid]));
        var groups = Around(asked.SelectMany(rule => (IEnumerable<IdCondition?>)[rule.Gid, rule.Egid]));
        subjects = [Subject.Root];
        if (users.Count * groups.Count > Max)
        {
            return false;
        }

        subjects = [Subject.Root, .. from user in users from g in groups where user != 0 || g != 0 select Subject.User(user, g)];
        return true;
    }

    private static SortedSet<uint> Around(IEnumerable<IdCondition?> conditions)
    {
        var ids = new SortedSet<uint> { 0 };
        foreach (var condition in conditions)
        {
            if (condition is { Value: var value })
            {
                ids.UnionWith([value > 0 ? value - 1 : 0, value, value < uint.MaxValue - 1 ? value + 1 : value]);
            }
        }

        return ids;
    }
}
