using Imara.Diagnostics;
using Imara.Policy;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Cli.Kernels;

/// <summary>The kernel a policy verb speaks about.</summary>
/// <param name="Context">What rules are parsed against.</param>
/// <param name="Method">How the files are given to it.</param>
/// <param name="Notes">What was assumed.</param>
internal sealed record ChosenKernel(RuleContext Context, LoadMethod Method, IReadOnlyList<Diagnostic> Notes)
{
    /// <summary>The profile.</summary>
    public KernelProfile Profile => Context.Kernel;

    /// <summary>The notes that matter for <paramref name="check"/>: which labels are defined only matters to a policy that names one.</summary>
    public IEnumerable<Diagnostic> NotesFor(PolicyCheck check)
    {
        var isAssumed = LsmFiles.NeedsLabels(Context.Lsm.Kind) && Context.Lsm.Labels is null;
        return isAssumed && check.Lines.Any(line => line.Rule is { Lsm.IsEmpty: false })
            ? Notes.Append(Diagnostic.At(PolicyDiagnostics.LabelsAssumed, default))
            : Notes;
    }
}
