using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Imara.Evaluation.Events;

/// <summary>Something while it is read from strict JSON: a member nobody knows, one given twice and one of another type are refused.</summary>
internal abstract class JsonDraft
{
    /// <summary>Why the last read failed.</summary>
    public string? Error { get; private set; }

    /// <summary>Reads the object at which the reader stands.</summary>
    public abstract bool TryRead(ref Utf8JsonReader json);

    /// <summary>Reads a text that is one object and nothing else.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="maxDepth">How deep objects and arrays may lie in each other.</param>
    /// <param name="error">Why the text is refused, and where.</param>
    public bool TryReadWhole(ReadOnlySpan<byte> text, int maxDepth, out FormatError error)
    {
        if (!Utf8.IsValid(text))
        {
            error = new FormatError(0, "not UTF-8");
            return false;
        }

        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            if (!json.Read() || !TryRead(ref json))
            {
                error = new FormatError(json.TokenStartIndex, Error ?? "an event is a JSON object");
                return false;
            }

            // Anything but white space behind the object is an error the reader reports.
            json.Read();
        }
        catch (JsonException)
        {
            error = new FormatError(json.BytesConsumed, "not JSON");
            return false;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in an escape.
            error = new FormatError(json.TokenStartIndex, "a string that is no Unicode text");
            return false;
        }

        error = default;
        return true;
    }

    /// <summary>Reads the value of the member with this index.</summary>
    protected delegate bool MemberReader(ref Utf8JsonReader json, int member);

    protected bool TryReadObject(ref Utf8JsonReader json, string what, string[] members, MemberReader read)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return Fail($"{what} is a JSON object");
        }

        var seen = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = IndexOf(ref json, members);
            if (member < 0)
            {
                return Fail($"{what} has no member `{Name(ref json)}`");
            }

            if ((seen & (1 << member)) != 0)
            {
                return Fail($"`{members[member]}` is given twice");
            }

            seen |= 1 << member;
            json.Read();
            if (!read(ref json, member))
            {
                Error ??= $"`{members[member]}` has another type or value";
                return false;
            }
        }

        return true;
    }

    // A string, or {"b64":".."} for bytes that are not UTF-8.
    protected static bool TryReadText(ref Utf8JsonReader json, out ByteString text)
    {
        text = default;
        if (json.TokenType == JsonTokenType.String)
        {
            text = new ByteString(json.GetString()!);
            return true;
        }

        if (json.TokenType != JsonTokenType.StartObject || !json.Read() || json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals("b64"u8)
            || !json.Read() || json.TokenType != JsonTokenType.String || !json.TryGetBytesFromBase64(out var bytes)
            || !json.Read() || json.TokenType != JsonTokenType.EndObject)
        {
            return false;
        }

        text = new ByteString(bytes);
        return true;
    }

    private static int IndexOf(ref Utf8JsonReader json, string[] members)
    {
        for (var i = 0; i < members.Length; i++)
        {
            if (json.ValueTextEquals(members[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static string Name(ref Utf8JsonReader json) => ByteString.Display(Encoding.UTF8.GetBytes(json.GetString()!));

    protected bool Fail(string? reason)
    {
        Error ??= reason;
        return false;
    }
}
