using System.Globalization;
using System.Text.Json;

namespace Imara.Measurements.Replay;

/// <summary>PCR values as JSON: <c>{"pcrs": {"sha256": {"10": "hex"}}}</c>; other members are skipped.</summary>
/// <remarks>docs/reference/measurement-list.md 14.</remarks>
internal static class PcrJson
{
    public static bool TryRead(ReadOnlySpan<byte> content, PcrValues values, out FormatError error)
    {
        var reader = new Utf8JsonReader(content);
        try
        {
            return TryReadObject(ref reader, values, out error);
        }
        catch (Exception refusal) when (refusal is JsonException or InvalidOperationException) // the latter: text that is no UTF-16
        {
            error = new FormatError(reader.BytesConsumed, "this is no valid JSON");
            return false;
        }
    }

    private static bool TryReadObject(ref Utf8JsonReader reader, PcrValues values, out FormatError error)
    {
        error = default;
        var found = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isPcrs = reader.ValueTextEquals("pcrs"u8);
            reader.Read();
            if (!isPcrs)
            {
                reader.Skip();
            }
            else if (found || reader.TokenType != JsonTokenType.StartObject)
            {
                return Refuse(ref reader, found ? "a second member pcrs" : "pcrs must be an object of banks", out error);
            }
            else if (!TryReadBanks(ref reader, values, out error))
            {
                return false;
            }

            found |= isPcrs;
        }

        // Whatever follows the object is not JSON and throws.
        reader.Read();
        return found || Refuse(ref reader, "there is no member pcrs", out error);
    }

    private static bool TryReadBanks(ref Utf8JsonReader reader, PcrValues values, out FormatError error)
    {
        error = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            if (!HashAlgos.TryParse(name, out var bank))
            {
                return Refuse(ref reader, "a bank must have the kernel's name of an algorithm", out error);
            }

            values.Bank(bank);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return Refuse(ref reader, "a bank must be an object of PCRs", out error);
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!int.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var pcr))
                {
                    return Refuse(ref reader, "a PCR must be a number", out error);
                }

                reader.Read();
                if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
                {
                    return Refuse(ref reader, "the value of a PCR must be a string of hex digits", out error);
                }

                if (!PcrText.TryAdd(reader.ValueSpan, (int)reader.TokenStartIndex + 1, bank, pcr, values, out error))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Refuse(ref Utf8JsonReader reader, string message, out FormatError error)
    {
        error = new FormatError(reader.TokenStartIndex, message);
        return false;
    }
}
