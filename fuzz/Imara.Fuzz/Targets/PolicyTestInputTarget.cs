using System.Buffers;
using System.Text.Json;
using Imara.Evaluation.Events;
using Imara.Evaluation.Expectations;

namespace Imara.Fuzz.Targets;

/// <summary>Any text is a test or is refused with an offset in it; the event of a test can be written and reads back.</summary>
internal static class PolicyTestInputTarget
{
    public static void Run(byte[] input)
    {
        if (!PolicyTestReader.TryRead(input, out var test, out var error))
        {
            Property.Holds(error.Offset >= 0 && error.Offset <= input.Length && error.Message.Length > 0, "a refusal has a reason and an offset in the text");
            return;
        }

        Property.Holds(input.AsSpan().IndexOf(test.ExpectationText.Span) >= 0, "the expectation is a part of the text");
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            PolicyEventWriter.Write(json, test.Question.Event);
        }

        // The mode of the file decides what is asked, but is no part of the event.
        Property.Holds(PolicyEventReader.TryRead(bytes.WrittenSpan, out var again, out _) && again.Event.Equals(test.Question.Event), "an event reads back as it was written");
    }
}
