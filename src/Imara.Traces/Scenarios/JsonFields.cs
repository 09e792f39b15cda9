using System.Text;
using System.Text.Json;
using Imara.Evaluation;
using Imara.Measurements.Replay;
using Imara.Policy.Rules;

namespace Imara.Traces.Scenarios;

/// <summary>Takes fields out of JSON objects; what is missing or of another kind is a <see cref="TraceFailure"/> that names the field.</summary>
internal static class JsonFields
{
    public static string Text(this JsonElement json, string name) => json.OptionalText(name) ?? throw new TraceFailure($"`{name}` is missing");

    public static string? OptionalText(this JsonElement json, string name)
    {
        if (!Object(json).TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new TraceFailure($"`{name}` is no text");
    }

    public static int Number(this JsonElement json, string name) =>
        Object(json).TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw new TraceFailure($"`{name}` is no number");

    public static uint Id(this JsonElement json, string name, uint otherwise = 0)
    {
        if (!Object(json).TryGetProperty(name, out var value))
        {
            return otherwise;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt32(out var id) ? id : throw new TraceFailure($"`{name}` is no id");
    }

    public static bool Flag(this JsonElement json, string name) => Object(json).TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name)
    {
        if (!Object(json).TryGetProperty(name, out var value))
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw new TraceFailure($"`{name}` is no list");
    }

    public static IEnumerable<string> Texts(this JsonElement json, string name) =>
        json.Items(name).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw new TraceFailure($"`{name}` holds something that is no text"));

    public static JsonElement? Child(this JsonElement json, string name)
    {
        if (!Object(json).TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Object ? value : throw new TraceFailure($"`{name}` is no object");
    }

    public static IEnumerable<JsonProperty> Properties(this JsonElement json, string name) => json.Child(name) is { } child ? child.EnumerateObject() : [];

    public static byte[] Hex(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException e)
        {
            throw new TraceFailure($"`{Short(text)}` is no hexadecimal text", e);
        }
    }

    public static ulong HexNumber(string text) =>
        ulong.TryParse(text.StartsWith("0x", StringComparison.Ordinal) ? text.AsSpan(2) : text, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var number)
            ? number
            : throw new TraceFailure($"`{Short(text)}` is no hexadecimal number");

    public static ushort Mode(string text)
    {
        var mode = 0u;
        foreach (var c in text)
        {
            if (c is < '0' or > '7' || mode > 0x1fff)
            {
                throw new TraceFailure($"`{Short(text)}` is no octal mode");
            }

            mode = (mode << 3) | (uint)(c - '0');
        }

        return (ushort)mode;
    }

    public static FsUuid Uuid(string text)
    {
        if (FsUuid.TryParse(Encoding.ASCII.GetBytes(text), out var uuid))
        {
            return uuid;
        }

        var bytes = Hex(text);
        return bytes.Length == 16 ? FsUuid.FromBytes(bytes) : throw new TraceFailure($"`{Short(text)}` is no UUID");
    }

    public static Credentials Credentials(this JsonElement json)
    {
        var uid = json.Id("uid");
        var euid = json.Id("euid", uid);
        var gid = json.Id("gid");
        var egid = json.Id("egid", gid);
        var capabilities = json.OptionalText("capeff") is { } text ? HexNumber(text) : euid == 0 ? Evaluation.Credentials.AllCapabilities : 0;
        return new Credentials(uid, euid, json.Id("suid", euid), gid, egid, json.Id("sgid", egid), capabilities);
    }

    public static Dictionary<HashAlgo, Digest> Digests(this JsonElement json, string name)
    {
        var digests = new Dictionary<HashAlgo, Digest>();
        foreach (var property in json.Properties(name))
        {
            if (!HashAlgos.TryParse(property.Name.AsSpan(), out var algo))
            {
                throw new TraceFailure($"`{Short(property.Name)}` is no hash algorithm");
            }

            digests[algo] = new Digest(algo, Hex(property.Value.GetString() ?? string.Empty));
        }

        return digests;
    }

    /// <summary>The values of PCRs by bank and number.</summary>
    public static IEnumerable<BankValues> Banks(this JsonElement json, string name)
    {
        foreach (var bank in json.Properties(name))
        {
            var values = new BankValues(HashAlgos.TryParse(bank.Name.AsSpan(), out var algo) ? algo : throw new TraceFailure($"`{Short(bank.Name)}` is no hash algorithm"));
            foreach (var pcr in bank.Value.EnumerateObject())
            {
                values.Set(int.TryParse(pcr.Name, out var number) && number is >= 0 and < 24 ? number : throw new TraceFailure($"`{Short(pcr.Name)}` is no PCR"), Hex(pcr.Value.GetString() ?? string.Empty));
            }

            yield return values;
        }
    }

    private static JsonElement Object(JsonElement json) => json.ValueKind == JsonValueKind.Object ? json : throw new TraceFailure("an object is expected");

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "..";
}
