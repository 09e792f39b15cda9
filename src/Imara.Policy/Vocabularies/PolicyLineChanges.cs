using System.Collections.Immutable;
using Imara.Policy.Checking;

namespace Imara.Policy.Vocabularies;

/// <summary>Finds what changes for a policy between two kernels.</summary>
public static class PolicyLineChanges
{
    /// <summary>The lines whose answer, errno or read-back differs; both checks are of the same texts.</summary>
    public static ImmutableArray<PolicyLineChange> Between(PolicyCheck first, PolicyCheck second)
    {
        var changes = ImmutableArray.CreateBuilder<PolicyLineChange>();
        var (a, b) = (0, 0);
        while (a < first.Lines.Length || b < second.Lines.Length)
        {
            var order = Compare(a < first.Lines.Length ? first.Lines[a] : null, b < second.Lines.Length ? second.Lines[b] : null);
            var one = order <= 0 ? first.Lines[a++] : null;
            var other = order >= 0 ? second.Lines[b++] : null;
            if (one is null || other is null || one.Errno != other.Errno || !Equals(one.Canonical, other.Canonical))
            {
                changes.Add(new PolicyLineChange(one, other));
            }
        }

        return changes.DrainToImmutable();
    }

    private static int Compare(CheckedLine? one, CheckedLine? other) => (one, other) switch
    {
        (null, _) => 1,
        (_, null) => -1,
        _ => (one.Source, one.Line).CompareTo((other.Source, other.Line)),
    };
}
