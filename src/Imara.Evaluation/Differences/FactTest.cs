using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>A question about one fact, answered by yes or no for each of its values.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Operator">How it is compared; equality for all but ids.</param>
/// <param name="Value">What with; for a fact with few values the set of those it holds for, one bit each.</param>
internal readonly record struct FactTest(EventFact Fact, IdOperator Operator, FactValue Value)
{
    public static FactTest Equal(EventFact fact, FactValue value) => new(fact, IdOperator.Equal, value);
}
