using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Imara.Appraisal.Archives.Oci;

/// <summary>Documents that are changed in few places: everything else, known or not, stays in them in its order.</summary>
internal static class Json
{
    /// <summary>The largest document in bytes; registries take no larger manifests.</summary>
    public const int MaxSize = 4 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads an object. Its text is Unicode, so that nothing that is done with it later can fail.</summary>
    /// <exception cref="OciRefused">It is none.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> bytes, string where)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    reader.GetString();
                }
            }

            return JsonNode.Parse(bytes, documentOptions: Strict) as JsonObject ?? throw new OciRefused(new OciError(where, "this is no JSON object"));
        }
        catch (JsonException error)
        {
            throw new OciRefused(new OciError(where, $"this is no JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine}"));
        }
        catch (InvalidOperationException)
        {
            throw new OciRefused(new OciError(where, "this holds text that is not Unicode"));
        }
    }

    /// <summary>The bytes of a document.</summary>
    public static byte[] Write(JsonObject json)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteTo(writer);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>A member that is a string; null if there is none.</summary>
    public static string? Text(JsonObject json, string name) => Text(json[name]);

    /// <summary>The text of a string; null for anything else.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A member that is a whole number; null if there is none.</summary>
    public static long? Number(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue(out long number) ? number : null;

    /// <summary>A member that is a list.</summary>
    /// <exception cref="OciRefused">There is none: what it would lead to would be passed over.</exception>
    public static JsonArray List(JsonObject json, string name, string where) => json[name] as JsonArray ?? throw new OciRefused(new OciError(where, $"`{name}` is no list"));
}
