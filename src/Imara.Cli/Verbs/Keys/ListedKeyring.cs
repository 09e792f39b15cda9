using System.Text;
using System.Text.Json;
using Imara.Cli.Output;
using Imara.Linux.Keyrings;

namespace Imara.Cli.Verbs.Keys;

/// <summary>A keyring and the keys in it.</summary>
/// <param name="Name">As it was asked for, or its description.</param>
/// <param name="Serial">Serial number.</param>
/// <param name="About">Owner and permissions; null if it may not be viewed.</param>
/// <param name="Keys">The keys.</param>
/// <param name="Error">Why they cannot be read.</param>
internal sealed record ListedKeyring(string Name, int Serial, KeyDescription? About, IReadOnlyList<ListedKey> Keys, Errno Error)
{
    /// <summary>Asks the kernel for the keys of a keyring.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="serial">The keyring.</param>
    /// <param name="visible">The lines of /proc/keys.</param>
    public static ListedKeyring Read(string name, int serial, IReadOnlyList<ProcKey> visible)
    {
        _ = KeyDescription.Read(serial, out var about);
        var error = KeyCalls.Members(serial, out var members);
        return new ListedKeyring(name, serial, about, [.. members.Select(member => ListedKey.Read(member, visible))], error);
    }

    /// <summary>Writes keyrings.</summary>
    public static void Write(IReadOnlyList<ListedKeyring> keyrings, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json =>
            {
                json.WriteStartArray("keyrings"u8);
                foreach (var keyring in keyrings)
                {
                    keyring.WriteJson(json);
                }

                json.WriteEndArray();
            });
            return;
        }

        foreach (var keyring in keyrings)
        {
            keyring.WriteText(report);
        }
    }

    private string Description => About is null ? Name : Encoding.UTF8.GetString(About.Description.Span);

    private void WriteText(Report report)
    {
        var owner = About is null ? string.Empty : $", uid {About.Uid}, permissions {About.Permissions:x8}";
        report.Line($"{TerminalText.Of(Description, report)}: keyring {Serial}{owner}, {(Error != Errno.None ? "unreadable" : Keys.Count == 1 ? "1 key" : $"{Keys.Count} keys")}");
        if (KnownKeyrings.RuleOf(Description) is { } rule)
        {
            report.Line($"  {rule}");
        }

        foreach (var key in Keys)
        {
            report.Line($"  {key.Serial,10}  {key.Type,-10}  {key.KeyId ?? "-",-8}  {TerminalText.Of(Encoding.UTF8.GetString(key.Description.Span), report)}");
        }
    }

    private void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteText("name", About is null ? Encoding.UTF8.GetBytes(Name) : About.Description.Span);
        json.WriteNumber("serial"u8, Serial);
        json.WriteString("errno"u8, Error == Errno.None ? null : Error.ToString());
        json.WriteString("rule"u8, KnownKeyrings.RuleOf(Description));
        if (About is { } about)
        {
            json.WriteNumber("uid"u8, about.Uid);
            json.WriteNumber("gid"u8, about.Gid);
            json.WriteString("permissions"u8, about.Permissions.ToString("x8"));
        }

        if (Error != Errno.None)
        {
            json.WriteNull("keys"u8);
            json.WriteEndObject();
            return;
        }

        json.WriteStartArray("keys"u8);
        foreach (var key in Keys)
        {
            json.WriteStartObject();
            json.WriteNumber("serial"u8, key.Serial);
            json.WriteString("type"u8, key.Type);
            json.WriteText("description", key.Description.Span);
            json.WriteString("keyid"u8, key.KeyId);
            json.WriteString("details"u8, key.Details);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
