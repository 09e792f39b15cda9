using System.Collections.Immutable;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Parsing;

/// <summary>What a rule is parsed against.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Lsm">The active security module.</param>
/// <param name="IsCustomActive">A custom policy was loaded before: an undefined label is then accepted (docs/reference/policy.md 7).</param>
/// <param name="CustomTemplate">The format given to <c>ima_template_fmt=</c> at boot, which <c>template=</c> may name too.</param>
public sealed record RuleContext(KernelProfile Kernel, LsmContext Lsm, bool IsCustomActive = false, string? CustomTemplate = null)
{
    /// <summary>The templates a rule may name, in the kernel's order.</summary>
    public ImmutableArray<TemplateName> Templates { get; } = KernelTemplates.Of(Kernel, CustomTemplate);
}
