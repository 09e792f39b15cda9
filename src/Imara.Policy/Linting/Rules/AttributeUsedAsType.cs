using System.Collections.Frozen;
using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>An SELinux attribute in the place of a type: defined, and equal to no file's or task's type.</summary>
/// <remarks>docs/reference/policy.md 7.</remarks>
internal sealed class AttributeUsedAsType() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0321", "attribute used as type", "`{0}` is an attribute of the usual SELinux policies, and no file or task has it as its type", "name each type with a rule of its own");

    // Attributes share their names with no type in policies made from the reference policy.
    private static readonly FrozenSet<string> Attributes = FrozenSet.ToFrozenSet(["domain", "file_type", "exec_type", "entry_type", "userdomain", "logfile", "tmpfile", "pidfile", "configfile"]);

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (policy.Context.Lsm.Kind != LsmKind.SELinux)
        {
            return null;
        }

        foreach (var condition in rule.Rule.Lsm)
        {
            var key = RuleKey.ObjUser + (int)condition.Key;
            if (condition is { Key: LsmKey.ObjType or LsmKey.SubjType, IsDefined: true } && Attributes.Contains(condition.Label.ToString()) && rule.Token(key) is { } token)
            {
                return At(rule, token.Value, rule.Show(token.Value));
            }
        }

        return null;
    }
}
