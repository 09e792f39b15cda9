using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>What changes when one policy takes the place of another.</summary>
/// <param name="Differences">The differences for events, in the order in which they were found.</param>
/// <param name="Globals">The differences for the whole machine.</param>
/// <param name="Unfinished">Where the search ended before it was through: other differences may exist there.</param>
public sealed record PolicyComparison(
    ImmutableArray<PolicyDifference> Differences, ImmutableArray<GlobalDifference> Globals, ImmutableArray<(ActionClass Class, PolicyFunc Func)> Unfinished)
{
    /// <summary>True if no event and nothing else can tell the policies apart.</summary>
    public bool IsSame => Differences.IsEmpty && Globals.IsEmpty && Unfinished.IsEmpty;
}
