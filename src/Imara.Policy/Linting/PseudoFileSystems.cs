using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting;

/// <summary>The file systems that exist in memory only, and which rules except them.</summary>
/// <remarks>docs/reference/policy.md 9.</remarks>
internal static class PseudoFileSystems
{
    private static readonly string[] Always = ["proc", "sysfs", "securityfs", "tmpfs"];

    /// <summary>True for those no system runs without.</summary>
    public static bool IsAlwaysMounted(string name) => Always.Contains(name);

    /// <summary>The ones a policy should except.</summary>
    public static List<string> Needed(RuleContext context, bool isAppraised)
    {
        List<string> names = ["proc", "sysfs", "securityfs"];
        if (!isAppraised)
        {
            return names;
        }

        names.AddRange("tmpfs", "debugfs", "cgroup2", "efivarfs", "nsfs");
        if (context.Lsm.Kind == LsmKind.SELinux)
        {
            names.Add("selinuxfs");
        }
        else if (context.Lsm.Kind == LsmKind.Smack)
        {
            names.Add("smackfs");
        }

        return names;
    }

    /// <summary>The first rule for what root reads anywhere, and what is not covered by it.</summary>
    public static IEnumerable<LintedRule> RulesThatMatter(LintedPolicy policy, PolicyAction action) =>
        policy.Rules.Where(rule => rule.Rule.Action == action && rule.Reach == Reach.Events && RuleConditions.MatchesRootReadingAnywhere(rule.Rule) && policy.CoverOf(rule) is null).Take(1);

    /// <summary>Those of <paramref name="names"/> that no exception before the rule names.</summary>
    public static List<string> MissingBefore(LintedRule rule, LintedPolicy policy, List<string> names)
    {
        foreach (var earlier in policy.Rules.AsSpan()[..rule.Index])
        {
            if (!earlier.Rule.IsDo && earlier.Rule.Class == rule.Rule.Class && RuleConditions.MatchesReads(earlier.Rule))
            {
                names.RemoveAll(name => Excepts(earlier.Rule, name));
            }
        }

        return names;
    }

    private static bool Excepts(PolicyRule exception, string name) =>
        exception.FsMagic is { } magic ? magic == FileSystemTypes.MagicOf(new ByteString(name))
        : exception.FsName is { } fsName ? fsName == new ByteString(name)
        : exception is { FsUuid: null, FsSubtype: null, Lsm.IsEmpty: true } && RuleConditions.MatchesRoot(exception) && RuleConditions.MatchesFilesOfRoot(exception);
}
