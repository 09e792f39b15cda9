using Imara.Cli.Output;
using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Keys;

/// <summary>What the kernel answered to one certificate.</summary>
/// <param name="File">Where it is from.</param>
/// <param name="Certificate">The certificate.</param>
/// <param name="Error">The kernel's answer.</param>
/// <param name="Serial">Serial number of the key.</param>
/// <param name="Reason">The answer in words; null if the key was added.</param>
internal sealed record ImportedKey(string File, X509Key Certificate, Errno Error, int Serial, string? Reason)
{
    /// <summary>Writes all answers.</summary>
    public static void Write(IReadOnlyList<ImportedKey> keys, string keyring, int ring, Report report)
    {
        if (report.Format != OutputFormat.Json)
        {
            foreach (var key in keys.Where(key => key.Error == Errno.None))
            {
                report.Line($"{key.Serial}  {TerminalText.Of(key.Certificate.Description, report)}");
            }

            return;
        }

        report.Json(json =>
        {
            json.WriteStartObject("keyring"u8);
            json.WriteString("name"u8, keyring);
            json.WriteNumber("serial"u8, ring);
            json.WriteEndObject();
            json.WriteStartArray("keys"u8);
            foreach (var key in keys)
            {
                json.WriteStartObject();
                json.WriteString("file"u8, key.File);
                json.WriteString("description"u8, key.Certificate.Description);
                json.WritePropertyName("serial"u8);
                WriteSerial(json, key);
                json.WriteString("errno"u8, key.Error == Errno.None ? null : key.Error.ToString());
                json.WriteString("reason"u8, key.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static void WriteSerial(System.Text.Json.Utf8JsonWriter json, ImportedKey key)
    {
        if (key.Error == Errno.None)
        {
            json.WriteNumberValue(key.Serial);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
