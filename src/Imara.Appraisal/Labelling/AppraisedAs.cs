using Imara.Appraisal.Simulating;
using Imara.Engine;
using Imara.Evaluation;
using Imara.Policy.Rules;

namespace Imara.Appraisal.Labelling;

/// <summary>Tells which appraisals a file meets. For one thread.</summary>
public abstract class AppraisedAs
{
    /// <summary>The accesses to the file that are appraised, each kind of rule once.</summary>
    /// <param name="file">The file.</param>
    /// <param name="writes">Also openings for writing, which need a label, but which a signed file refuses whatever its label.</param>
    internal abstract IReadOnlyList<PlannedAccess> Accesses(ILabelledFile file, bool writes);

    /// <summary>What they ask for; null if the file is not appraised.</summary>
    public Requirement? RequirementOf(ILabelledFile file)
    {
        var accesses = Accesses(file, writes: true);
        if (accesses.Count == 0)
        {
            return null;
        }

        var options = RuleOptions.None;
        var algos = HashAlgoSet.All;
        foreach (var access in accesses)
        {
            options |= access.Decision.Options;
            algos = access.Decision.AppraiseAlgos is { } allowed ? new HashAlgoSet(algos.Bits & allowed.Bits) : algos;
        }

        return new Requirement(options, algos);
    }
}
