using Imara.Diagnostics;

namespace Imara.Policy.Linting;

/// <summary>A lint rule that needs to see one rule of the policy at a time.</summary>
/// <param name="descriptor">Id, severity, title, message and help.</param>
internal abstract class LineLint(DiagnosticDescriptor descriptor) : LintRule(descriptor)
{
    /// <inheritdoc/>
    public override bool NeedsAllRules => false;

    /// <inheritdoc/>
    public sealed override void Inspect(LintedPolicy policy, FindingList findings)
    {
        foreach (var rule in policy.Rules)
        {
            if (Inspect(rule, policy) is { } finding)
            {
                findings.Add(finding);
            }
        }
    }

    /// <summary>Looks at one rule; null if there is nothing to say.</summary>
    protected abstract LintFinding? Inspect(LintedRule rule, LintedPolicy policy);
}
