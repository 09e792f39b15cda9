namespace Imara.Evaluation.Events;

/// <summary>Reads one event from JSON.</summary>
/// <remarks>
/// Members, all but <c>func</c> optional: <c>func</c>, <c>mask</c>, <c>creds</c>, <c>subj</c>, <c>target</c>, <c>keyring</c>, <c>data_label</c>.
/// A member nobody knows, one given twice and one of another type are refused. Text that is not UTF-8 is <c>{"b64":".."}</c>.
/// </remarks>
public static class PolicyEventReader
{
    private const int MaxDepth = 4;

    /// <summary>Reads one event.</summary>
    /// <param name="json">One JSON object, UTF-8.</param>
    /// <param name="question">The event and what it asks for.</param>
    /// <param name="error">Why the text is refused, and where.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, out PolicyQuestion question, out FormatError error)
    {
        var draft = new EventDraft();
        var isRead = draft.TryReadWhole(json, MaxDepth, out error);
        question = isRead ? draft.ToQuestion() : default;
        return isRead;
    }
}
