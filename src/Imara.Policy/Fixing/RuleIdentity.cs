using Imara.Policy.Linting;
using Imara.Policy.Rules;

namespace Imara.Policy.Fixing;

/// <summary>Rules are the same if the kernel does the same with them; a refused line is the same as a refused line.</summary>
internal sealed class RuleIdentity : IEqualityComparer<PolicyRule?>
{
    public static RuleIdentity Instance { get; } = new();

    public bool Equals(PolicyRule? x, PolicyRule? y) =>
        x is null || y is null ? x == y : RuleComparer.AreSame(RuleComparer.Used(x), RuleComparer.Used(y));

    public int GetHashCode(PolicyRule? obj) => obj is null ? 0 : (int)obj.Action;
}
