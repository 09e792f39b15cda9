using System.Diagnostics.CodeAnalysis;

namespace Imara.Evaluation.Expectations;

/// <summary>Reads one test from JSON: an event with two more members, <c>expect</c> and, if wanted, <c>name</c>.</summary>
/// <remarks>
/// <c>expect</c> has at least one of <c>actions</c>, <c>blocked</c> and <c>not</c>; a line of <c>imara policy decide</c> is one. A member nobody knows, one given
/// twice and one of another type are refused.
/// </remarks>
public static class PolicyTestReader
{
    private const int MaxDepth = 5;

    /// <summary>Reads one test.</summary>
    /// <param name="json">One JSON object, UTF-8.</param>
    /// <param name="test">The test; null if it is refused.</param>
    /// <param name="error">Why the text is refused, and where.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out PolicyTest? test, out FormatError error)
    {
        var draft = new TestDraft();
        test = draft.TryReadWhole(json, MaxDepth, out error) ? draft.ToTest(json) : null;
        return test is not null;
    }
}
