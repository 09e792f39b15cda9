using Imara.Evaluation.Events;

namespace Imara.Evaluation.Expectations;

/// <summary>An event and what should be decided about it.</summary>
/// <param name="Name">What people call it; null: nothing.</param>
/// <param name="Question">The event.</param>
/// <param name="Expectation">What is expected.</param>
/// <param name="ExpectationText">The same as it was written, JSON.</param>
public sealed record PolicyTest(string? Name, PolicyQuestion Question, PolicyExpectation Expectation, ReadOnlyMemory<byte> ExpectationText);
