using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>The template that knows SHA-1 and MD5 alone.</summary>
/// <remarks>docs/reference/policy.md 13; docs/reference/measurement-list.md 2.2.</remarks>
internal sealed class OldTemplate() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0331", "old template", "template ima holds SHA-1 digests; the hash of this kernel is {0}", "write `template=ima-ng`");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        rule.Rule.Template is { Name: "ima" } && policy.Kernel.DefaultHash is not (HashAlgo.Sha1 or HashAlgo.Md5)
        && rule.Rule.Func is not (PolicyFunc.KeyCheck or PolicyFunc.CriticalData or PolicyFunc.KexecCmdline)
            ? At(rule, rule.SpanOf(RuleKey.Template), HashAlgos.NameOf(policy.Kernel.DefaultHash))
            : null;
}
