using System.Text.Json;
using System.Text.Unicode;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Events;

/// <summary>Writes an event as <see cref="PolicyEventReader"/> reads it; what has its default is left out.</summary>
public static class PolicyEventWriter
{
    /// <summary>Writes one object.</summary>
    /// <param name="json">Takes it as a value.</param>
    /// <param name="e">An event whose task has the capabilities of <see cref="PolicyEvent.Creds"/>.</param>
    public static void Write(Utf8JsonWriter json, in PolicyEvent e)
    {
        json.WriteStartObject();
        json.WriteString("func"u8, PolicyWords.Of(e.Func));
        if (e.Mask != AccessMask.None)
        {
            json.WriteStartArray("mask"u8);
            foreach (var word in PolicyWords.Of(e.Mask))
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
        }

        Write(json, e.Creds);
        Text(json, "subj", e.Subject);
        if (e.File is { } file && (file != new FileFacts() || (e.Func == PolicyFunc.PolicyCheck && e.Mask == AccessMask.None)))
        {
            Write(json, file);
        }

        Text(json, e.Func == PolicyFunc.KeyCheck ? "keyring" : "data_label", e.Data);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Credentials creds)
    {
        if (creds == Credentials.Root)
        {
            return;
        }

        json.WriteStartObject("creds"u8);
        Id(json, "uid", creds.Uid);
        Id(json, "euid", creds.Euid);
        Id(json, "suid", creds.Suid);
        Id(json, "gid", creds.Gid);
        Id(json, "egid", creds.Egid);
        Id(json, "sgid", creds.Sgid);
        if (creds.CapEff != (creds.Euid == 0 ? Credentials.AllCapabilities : 0))
        {
            json.WriteString("capeff"u8, creds.CapEff.ToString("x16"));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FileFacts file)
    {
        json.WriteStartObject("target"u8);
        Id(json, "uid", file.Fowner);
        Id(json, "gid", file.Fgroup);
        if (file.FsMagic != 0)
        {
            json.WriteString("fsmagic"u8, $"0x{file.FsMagic:x}");
        }

        Text(json, "fsname", file.FsName);
        Text(json, "fs_subtype", file.FsSubtype ?? ByteString.Empty);
        if (!file.FsUuid.IsNil)
        {
            json.WriteString("fsuuid"u8, file.FsUuid.ToString());
        }

        Text(json, "label", file.Label);
        json.WriteEndObject();
    }

    private static void Id(Utf8JsonWriter json, string name, uint id)
    {
        if (id != 0)
        {
            json.WriteNumber(name, id);
        }
    }

    private static void Text(Utf8JsonWriter json, string name, ByteString text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        if (Utf8.IsValid(text.Span))
        {
            json.WriteString(name, text.Span);
            return;
        }

        json.WriteStartObject(name);
        json.WriteBase64String("b64"u8, text.Span);
        json.WriteEndObject();
    }
}
