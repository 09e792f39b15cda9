using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Imara.Boot.Ladder;

/// <summary>Reads and writes the file that says where a machine stands. Pure and strict: what is not understood is no state.</summary>
public static class LadderStateFile
{
    /// <summary>The file, below the root of the system.</summary>
    public const string Path = "var/lib/imara/ladder.json";

    /// <summary>The largest file taken.</summary>
    public const int MaxLength = 64 * 1024;

    private const int Schema = 1;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 4 };

    /// <summary>Writes a state, with a line feed behind it.</summary>
    public static ReadOnlyMemory<byte> Write(LadderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("schema"u8, Schema);
            json.WriteString("step"u8, LadderWords.Of(state.Step));
            json.WriteString("policy"u8, state.Policy);
            json.WriteString("policy_sha256"u8, state.PolicyDigest);
            json.WriteString("boot_id"u8, state.BootId);
            json.WriteString("time"u8, state.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>Reads a state.</summary>
    /// <param name="text">The file.</param>
    /// <param name="state">The state.</param>
    /// <param name="error">Why it is refused, with the offset in the file.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out LadderState state, out FormatError error)
    {
        state = LadderState.Ground;
        if (text.Length > MaxLength)
        {
            error = new FormatError(MaxLength, "too long for a state of the ladder");
            return false;
        }

        var reader = new Utf8JsonReader(text, Options);
        try
        {
            return TryRead(ref reader, out state, out error);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            error = new FormatError(reader.BytesConsumed, "no JSON: cut off or damaged");
            return false;
        }
    }

    private static bool TryRead(ref Utf8JsonReader reader, out LadderState state, out FormatError error)
    {
        state = LadderState.Ground;
        error = new FormatError(0, "no JSON object");
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var at = reader.TokenStartIndex;
            var name = reader.GetString()!;
            reader.Read();
            var value = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number when reader.TryGetInt32(out var number) => number.ToString(CultureInfo.InvariantCulture),
                _ => null,
            };
            if (value is null || !fields.TryAdd(name, value))
            {
                error = new FormatError(at, $"`{name}` is there twice, or is neither text nor number");
                return false;
            }
        }

        while (reader.Read())
        {
            // What follows the object is an error of the reader.
        }

        return TryTake(fields, out state, out error);
    }

    private static bool TryTake(Dictionary<string, string> fields, out LadderState state, out FormatError error)
    {
        state = LadderState.Ground;
        foreach (var name in (ReadOnlySpan<string>)["schema", "step", "policy", "policy_sha256", "boot_id", "time"])
        {
            if (!fields.ContainsKey(name))
            {
                error = new FormatError(0, $"`{name}` is missing");
                return false;
            }
        }

        error = new FormatError(0, "not a state that this version writes");
        if (fields.Count != 6 || fields["schema"] != "1" || LadderWords.StepOf(fields["step"]) is not { } step || fields["policy_sha256"].Length != 64
            || !DateTimeOffset.TryParseExact(fields["time"], "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return false;
        }

        error = default;
        state = new LadderState(step, fields["policy"], fields["policy_sha256"], fields["boot_id"], time);
        return true;
    }
}
