using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Events;

/// <summary>Where a measurement goes and in which form, the kernel's defaults filled in.</summary>
/// <remarks>docs/reference/policy.md 4.3, last paragraph.</remarks>
/// <param name="Pcr">The PCR.</param>
/// <param name="Template">The name of the template.</param>
public readonly record struct MeasureTarget(int Pcr, string Template)
{
    private const string BufferTemplate = "ima-buf";

    /// <summary>Where the measurement of <paramref name="e"/> goes that <paramref name="decision"/> asks for.</summary>
    public static MeasureTarget Of(in PolicyDecision decision, in PolicyEvent e, KernelProfile kernel)
    {
        var isBuffer = e.Func is PolicyFunc.KeyCheck or PolicyFunc.CriticalData or PolicyFunc.KexecCmdline
            || (e.Func is PolicyFunc.PolicyCheck && e.File is null);
        var pcr = decision.Pcr is 0 && isBuffer ? null : decision.Pcr;
        return new MeasureTarget(pcr ?? kernel.MeasurePcr, decision.Template?.Name ?? (isBuffer ? BufferTemplate : kernel.DefaultTemplate));
    }
}
