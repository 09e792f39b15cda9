using System.Text.Json;
using System.Text.Unicode;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Tests.Events;

/// <summary>Writes events in the vocabulary that <see cref="Imara.Evaluation.Events.PolicyEventReader"/> reads.</summary>
internal static class EventText
{
    public static byte[] Write(in PolicyEvent e)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("func", PolicyWords.Of(e.Func));
            json.WriteStartArray("mask");
            foreach (var word in PolicyWords.Of(e.Mask))
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
            WriteCreds(json, e.Creds);
            Text(json, "subj", e.Subject);
            if (e.File is { } file)
            {
                WriteTarget(json, file);
            }

            Text(json, e.Func == PolicyFunc.KeyCheck ? "keyring" : "data_label", e.Data);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void WriteCreds(Utf8JsonWriter json, Credentials creds)
    {
        json.WriteStartObject("creds");
        json.WriteNumber("uid", creds.Uid);
        json.WriteNumber("euid", creds.Euid);
        json.WriteNumber("suid", creds.Suid);
        json.WriteNumber("gid", creds.Gid);
        json.WriteNumber("egid", creds.Egid);
        json.WriteNumber("sgid", creds.Sgid);
        json.WriteString("capeff", creds.CapEff.ToString("x16"));
        json.WriteEndObject();
    }

    private static void WriteTarget(Utf8JsonWriter json, FileFacts file)
    {
        json.WriteStartObject("target");
        json.WriteString("path", "/t/x");
        json.WriteNumber("uid", file.Fowner);
        json.WriteNumber("gid", file.Fgroup);
        json.WriteString("mode", "100644");
        json.WriteString("fsmagic", $"0x{file.FsMagic:x}");
        Text(json, "fsname", file.FsName);
        Text(json, "fs_subtype", file.FsSubtype ?? ByteString.Empty);
        json.WriteString("fsuuid", file.FsUuid.ToString());
        Text(json, "label", file.Label);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, ByteString text)
    {
        if (Utf8.IsValid(text.Span))
        {
            json.WriteString(name, text.Span);
            return;
        }

        json.WriteStartObject(name);
        json.WriteBase64String("b64", text.Span);
        json.WriteEndObject();
    }
}
