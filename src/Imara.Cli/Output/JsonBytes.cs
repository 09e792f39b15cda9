using System.Text.Json;
using System.Text.Unicode;

namespace Imara.Cli.Output;

/// <summary>Bytes from outside in JSON: a string where they are UTF-8, else <c>{"b64":"..."}</c>.</summary>
internal static class JsonBytes
{
    /// <summary>Writes a member.</summary>
    public static void WriteText(this Utf8JsonWriter json, string name, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteTextValue(value);
    }

    /// <summary>Writes a value.</summary>
    public static void WriteTextValue(this Utf8JsonWriter json, ReadOnlySpan<byte> value)
    {
        if (Utf8.IsValid(value))
        {
            json.WriteStringValue(value);
            return;
        }

        json.WriteStartObject();
        json.WriteBase64String("b64"u8, value);
        json.WriteEndObject();
    }
}
