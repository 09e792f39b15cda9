using System.Text.Json;
using Imara.Evaluation.Events;

namespace Imara.Evaluation.Expectations;

/// <summary>A test while its members are read: those of an event, and two more.</summary>
internal sealed class TestDraft : JsonDraft
{
    private static readonly string[] Members = [.. EventDraft.Names, "name", "expect"];
    private readonly EventDraft e = new();
    private readonly ExpectationDraft expectation = new();
    private string? name;

    /// <summary>Where the expectation stands in the text.</summary>
    public Range Expectation { get; private set; }

    /// <inheritdoc/>
    public override bool TryRead(ref Utf8JsonReader json)
    {
        if (!TryReadObject(ref json, "a test", Members, Member))
        {
            return false;
        }

        if (Expectation.Equals(default))
        {
            return Fail("a test needs an `expect`");
        }

        return e.IsComplete() || Fail(e.Error);
    }

    public PolicyTest ToTest(ReadOnlySpan<byte> text) => new(name, e.ToQuestion(), expectation.ToExpectation(), text[Expectation].ToArray());

    private bool Member(ref Utf8JsonReader json, int member)
    {
        switch (Members[member])
        {
            case "name":
                name = json.TokenType == JsonTokenType.String ? json.GetString() : null;
                return name is not null || Fail("`name` is a string");
            case "expect":
                var start = (int)json.TokenStartIndex;
                if (!expectation.TryRead(ref json))
                {
                    return Fail(expectation.Error);
                }

                Expectation = start..(int)json.BytesConsumed;
                return true;
            default:
                return e.TryReadMember(ref json, member) || Fail(e.Error);
        }
    }
}
