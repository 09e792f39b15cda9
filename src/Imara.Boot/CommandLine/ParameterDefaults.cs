using System.Collections.Immutable;
using Imara.Policy.Kernels;

namespace Imara.Boot.CommandLine;

/// <summary>What holds where a parameter is not given.</summary>
/// <remarks>docs/reference/policy.md 10, column default.</remarks>
internal static class ParameterDefaults
{
    /// <summary>The parameters that <paramref name="words"/> do not give.</summary>
    public static ImmutableArray<DefaultParameter> Of(ImmutableArray<CommandLineWord> words, KernelProfile kernel)
    {
        var defaults = ImmutableArray.CreateBuilder<DefaultParameter>();
        Add(new DefaultParameter("ima_policy", Value: null, "no built-in policy"), "ima_policy", "ima_tcb", "ima_appraise_tcb");
        Add(
            kernel.Is(KernelOption.Appraise) ? new DefaultParameter("ima_appraise", "enforce", "files that fail appraisal are denied, where rules ask for appraisal")
                : new DefaultParameter("ima_appraise", Value: null, "the kernel is built without appraisal"),
            "ima_appraise");
        Add(new DefaultParameter("ima_hash", HashAlgos.NameOf(kernel.DefaultHash), "the hash the kernel is built with"), "ima_hash");
        Add(new DefaultParameter("ima_template", kernel.DefaultTemplate, "the template the kernel is built with"), "ima_template", "ima_template_fmt");
        Add(new DefaultParameter("evm", Value: null, "EVM guards metadata once it is switched on"), "evm");
        Add(new DefaultParameter("integrity_audit", "0", "informational audit records are kept back"), "integrity_audit");
        Add(new DefaultParameter("lsm", Value: null, "the security modules the kernel is built with, in its order"), "lsm", "security");
        return defaults.ToImmutable();

        void Add(DefaultParameter parameter, params ReadOnlySpan<string> names)
        {
            foreach (var word in words)
            {
                foreach (var name in names)
                {
                    if (!word.IsForInit && word.Is(name))
                    {
                        return;
                    }
                }
            }

            defaults.Add(parameter);
        }
    }
}
