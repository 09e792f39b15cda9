using System.Text.Json;

namespace Imara.Boot.Audit.Reading;

/// <summary>Reads one line of <c>journalctl -o json</c>. Pure.</summary>
internal static class JournalJsonReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 8 };

    /// <summary>Reads an entry; null if it does not matter here.</summary>
    public static AuditLogItem? Read(ReadOnlySpan<byte> line)
    {
        var fields = new JournalFields();
        var reader = new Utf8JsonReader(line, Options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return Malformed(0, "no JSON object");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                Take(ref reader, fields);
            }

            while (reader.Read())
            {
                // To the end: what follows the object would be an error.
            }
        }
        catch (JsonException error)
        {
            return Malformed(error.BytePositionInLine ?? 0, "no JSON: cut off or damaged");
        }

        return fields.Read();
    }

    private static void Take(ref Utf8JsonReader reader, JournalFields fields)
    {
        var name = reader.ValueIsEscaped ? default : reader.ValueSpan;
        reader.Read();
        if (!JournalFields.IsKept(name))
        {
            reader.Skip();
        }
        else if (reader.TokenType == JsonTokenType.String)
        {
            // Bytes that are no UTF-8 come as numbers, so a text is one.
            var value = new byte[reader.ValueSpan.Length];
            fields.Take(name, value.AsSpan(0, CopyText(ref reader, value)));
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            fields.Take(name, Bytes(ref reader));
        }
        else
        {
            reader.Skip();
        }
    }

    // An escape of half a surrogate pair is valid JSON and no text.
    private static int CopyText(ref Utf8JsonReader reader, Span<byte> value)
    {
        try
        {
            return reader.CopyString(value);
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    // Bytes as numbers; a field that is there several times is a list of texts, of which none is ours.
    private static ReadOnlySpan<byte> Bytes(ref Utf8JsonReader reader)
    {
        var bytes = new List<byte>();
        var isGood = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetByte(out var value))
            {
                bytes.Add(value);
            }
            else
            {
                isGood = false;
                reader.Skip();
            }
        }

        return isGood ? bytes.ToArray() : default;
    }

    private static AuditLogItem Malformed(long offset, string message) => new(AuditLogItemKind.Malformed) { Error = new FormatError(offset, message) };
}
