using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Policy.Kernels;

/// <summary>The templates that kernels have.</summary>
/// <remarks>docs/reference/policy.md 2.4.</remarks>
public static class KernelTemplates
{
    /// <summary>Every built-in template and what a kernel needs to have it, in the kernel's order.</summary>
    internal static ImmutableArray<(TemplateName Template, KernelFeature? Needs)> BuiltIn { get; } =
    [
        (new("ima", "d|n"), null),
        (new("ima-ng", "d-ng|n-ng"), null),
        (new("ima-sig", "d-ng|n-ng|sig"), null),
        (new("ima-ngv2", "d-ngv2|n-ng"), KernelFeature.Verity),
        (new("ima-sigv2", "d-ngv2|n-ng|sig"), KernelFeature.Verity),
        (new("ima-buf", "d-ng|n-ng|buf"), null),
        (new("ima-modsig", "d-ng|n-ng|sig|d-modsig|modsig"), null),
        (new("evm-sig", "d-ng|n-ng|evmsig|xattrnames|xattrlengths|xattrvalues|iuid|igid|imode"), KernelFeature.EvmSigTemplate),
    ];

    /// <summary>The templates of a kernel.</summary>
    public static ImmutableArray<TemplateName> Of(KernelProfile kernel, string? customFormat)
    {
        var names = ImmutableArray.CreateBuilder<TemplateName>();
        foreach (var (template, needs) in BuiltIn)
        {
            if (needs is not { } feature || kernel.Has(feature))
            {
                names.Add(template);
            }
        }

        if (customFormat is not null && names.All(t => t.Format != customFormat))
        {
            names.Add(new TemplateName(string.Empty, customFormat));
        }

        return names.DrainToImmutable();
    }
}
