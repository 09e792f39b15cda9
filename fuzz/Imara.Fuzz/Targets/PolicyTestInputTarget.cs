using System.Buffers;
using System.Text.Json;
using Imara.Evaluation;
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
        var written = Written(test.Question.Event);
        Property.Holds(PolicyEventReader.TryRead(written, out var again, out _) && written.SequenceEqual(Written(again.Event)), "an event reads back as it was written");
    }

    private static byte[] Written(in PolicyEvent e)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            PolicyEventWriter.Write(json, e);
        }

        return bytes.WrittenSpan.ToArray();
    }
}
