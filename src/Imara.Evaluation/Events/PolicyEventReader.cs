using System.Text.Json;
using System.Text.Unicode;
using Imara.Policy.Rules;

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
        question = default;
        if (!Utf8.IsValid(json))
        {
            error = new FormatError(0, "not UTF-8");
            return false;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var draft = new EventDraft();
        try
        {
            if (!reader.Read() || !draft.TryRead(ref reader))
            {
                error = new FormatError(reader.TokenStartIndex, draft.Error ?? "an event is a JSON object");
                return false;
            }

            // Anything but white space behind the object is an error the reader reports.
            reader.Read();
        }
        catch (JsonException e)
        {
            error = new FormatError(reader.BytesConsumed, $"not JSON: {e.Message.Split('.')[0].ReplaceLineEndings(" ")}");
            return false;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in an escape.
            error = new FormatError(reader.TokenStartIndex, "a string that is no Unicode text");
            return false;
        }

        error = default;
        question = draft.ToQuestion();
        return true;
    }
}
