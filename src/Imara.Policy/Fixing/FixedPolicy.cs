using System.Collections.Immutable;
using Imara.Policy.Checking;

namespace Imara.Policy.Fixing;

/// <summary>A policy after its safe fixes.</summary>
/// <param name="Check">The fixed policy, checked and linted again; the one given where nothing was fixed.</param>
/// <param name="Fixed">What was fixed, in the order it was done; lines and columns are those of the text at that time.</param>
public sealed record FixedPolicy(PolicyCheck Check, ImmutableArray<CheckedDiagnostic> Fixed)
{
    /// <summary>True if the text of a source was changed.</summary>
    public bool IsChanged(int source) => Fixed.Any(found => found.Source == source);
}
