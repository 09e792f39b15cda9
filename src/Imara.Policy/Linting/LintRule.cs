using Imara.Diagnostics;

namespace Imara.Policy.Linting;

/// <summary>One thing the linter looks for, with its row of the table of diagnostics. Its class is named after its title, its page after its id.</summary>
/// <param name="descriptor">Id, severity, title, message and help.</param>
internal abstract class LintRule(DiagnosticDescriptor descriptor)
{
    /// <summary>Id, severity, title, message and help.</summary>
    public DiagnosticDescriptor Descriptor => descriptor;

    /// <summary>True if it says something about rules that are missing: only a policy without a refused line can be judged so.</summary>
    public virtual bool NeedsAllRules => true;

    /// <summary>True if it is about what appraisal does: nothing, in a kernel built without it.</summary>
    public virtual bool NeedsAppraisal => false;

    /// <summary>Looks at a whole policy.</summary>
    public abstract void Inspect(LintedPolicy policy, FindingList findings);

    /// <summary>A finding at a place of a rule.</summary>
    protected LintFinding At(LintedRule rule, SourceSpan span, params ReadOnlySpan<string> arguments) =>
        new(rule.Line.Source, Diagnostic.At(descriptor, span, arguments));

    /// <summary>A warning of the table.</summary>
    protected static DiagnosticDescriptor Warning(string id, string title, string message, string help) => DiagnosticDescriptor.Warning(id, title, message, help);

    /// <summary>An information of the table.</summary>
    protected static DiagnosticDescriptor Info(string id, string title, string message, string help) => DiagnosticDescriptor.Info(id, title, message, help);
}
