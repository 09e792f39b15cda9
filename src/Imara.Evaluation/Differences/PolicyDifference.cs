using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>Events that come out differently in one class: those for which the same rules of the two policies decide.</summary>
/// <param name="Class">The class.</param>
/// <param name="From">The outcome of the witness under the first policy.</param>
/// <param name="To">Its outcome under the second.</param>
/// <param name="RulesOfA">Indices of the rules that make the first outcome: the one that decides the class, if any, and those whose options it gets.</param>
/// <param name="RulesOfB">The same of the second policy.</param>
/// <param name="Funcs">The funcs of such events.</param>
/// <param name="Witness">One of the events.</param>
public sealed record PolicyDifference(
    ActionClass Class, ClassOutcome From, ClassOutcome To, ImmutableArray<int> RulesOfA, ImmutableArray<int> RulesOfB, ImmutableArray<PolicyFunc> Funcs, PolicyEvent Witness);
