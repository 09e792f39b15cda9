using System.Collections.Immutable;
using Imara.Policy.Kernels;

namespace Imara.Policy.Rules;

/// <summary>A template a rule may name, by its name or by its exact format.</summary>
/// <remarks>docs/reference/policy.md 2.4.</remarks>
/// <param name="Name">The name; empty for the custom one.</param>
/// <param name="Format">The format string.</param>
public sealed record TemplateName(string Name, string Format)
{
    /// <summary>The templates of a kernel.</summary>
    public static ImmutableArray<TemplateName> Of(KernelProfile kernel, string? customFormat)
    {
        var names = ImmutableArray.CreateBuilder<TemplateName>();
        names.Add(new TemplateName("ima", "d|n"));
        names.Add(new TemplateName("ima-ng", "d-ng|n-ng"));
        names.Add(new TemplateName("ima-sig", "d-ng|n-ng|sig"));
        if (kernel.Has(KernelFeature.Verity))
        {
            names.Add(new TemplateName("ima-ngv2", "d-ngv2|n-ng"));
            names.Add(new TemplateName("ima-sigv2", "d-ngv2|n-ng|sig"));
        }

        names.Add(new TemplateName("ima-buf", "d-ng|n-ng|buf"));
        names.Add(new TemplateName("ima-modsig", "d-ng|n-ng|sig|d-modsig|modsig"));
        if (kernel.Has(KernelFeature.EvmSigTemplate))
        {
            names.Add(new TemplateName("evm-sig", "d-ng|n-ng|evmsig|xattrnames|xattrlengths|xattrvalues|iuid|igid|imode"));
        }

        if (customFormat is not null && names.All(t => t.Format != customFormat))
        {
            names.Add(new TemplateName(string.Empty, customFormat));
        }

        return names.DrainToImmutable();
    }
}
