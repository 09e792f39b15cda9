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
/// <param name="HashNotes">What was assumed and only matters to a rule that names a hash algorithm.</param>
internal sealed record ChosenKernel(RuleContext Context, LoadMethod Method, IReadOnlyList<Diagnostic> Notes, IReadOnlyList<Diagnostic> HashNotes)
{
    /// <summary>The profile.</summary>
    public KernelProfile Profile => Context.Kernel;

    /// <summary>The notes that matter for <paramref name="check"/>: labels and hash algorithms only matter to a policy that names one.</summary>
    public IEnumerable<Diagnostic> NotesFor(PolicyCheck check)
    {
        var isAssumed = LsmFiles.NeedsLabels(Context.Lsm.Kind) && Context.Lsm.Labels is null;
        var namesHash = check.Lines.Any(line => line.Rule is null or { AppraiseAlgos: not null });
        var notes = namesHash ? Notes.Concat(HashNotes) : Notes;
        return isAssumed && check.Lines.Any(line => line.Rule is { Lsm.IsEmpty: false })
            ? notes.Append(Diagnostic.At(PolicyDiagnostics.LabelsAssumed, default))
            : notes;
    }
}
