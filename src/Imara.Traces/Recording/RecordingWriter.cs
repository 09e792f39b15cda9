using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Imara.Evaluation;
using Imara.Policy.Syntax;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Recording;

/// <summary>Writes one scenario while it happens: the mirror of what <see cref="TraceReplayer"/> reads.</summary>
/// <remarks>docs/reference/corpus.md, Recordings of a run. What the stream throws is the caller's.</remarks>
public sealed class RecordingWriter : IDisposable
{
    /// <summary>The most bytes of a recording: what a reader of scenarios takes as one line, less room for its end.</summary>
    public const long MaxBytes = (64 << 20) - (4 << 20);

    private const int FlushAt = 64 << 10;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Utf8JsonWriter json;
    private readonly Stream stream;
    private readonly Dictionary<Credentials, int> actors = [];
    private readonly Dictionary<int, RecordedFile> told = [];
    private int number;

    /// <summary>Begins a recording.</summary>
    public RecordingWriter(Stream stream, RecordingHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        this.stream = stream;
        json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteString("id"u8, header.Id);
        json.WriteString("kernel"u8, header.Kernel);
        json.WriteString("boot"u8, header.Boot);
        json.WriteBoolean("tpm"u8, header.BootPcrs is not null);
        WritePcrs(header);
        WritePolicy(header.Policy);
        json.WriteStartArray("ops"u8);
        if (!header.Policy.IsEmpty)
        {
            Begin("policy", "policy", Credentials.Root);
            json.WriteStartArray("args"u8);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    /// <summary>Adds an operation.</summary>
    /// <returns>False if it would make the recording longer than <see cref="MaxBytes"/>; nothing is written then.</returns>
    public bool TryWrite(RecordedOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (json.BytesCommitted + json.BytesPending > MaxBytes)
        {
            return false;
        }

        Begin(operation.Name, "work", operation.Creds);
        json.WriteStartArray("args"u8);
        foreach (var argument in operation.Arguments)
        {
            json.WriteStringValue(Encoded(argument));
        }

        json.WriteEndArray();
        WriteTarget(operation.File);
        if (operation.ExecCreds is { } creds)
        {
            json.WriteStartObject("exec_creds"u8);
            WriteCredentials(creds);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (json.BytesPending > FlushAt)
        {
            json.Flush();
        }

        return true;
    }

    /// <summary>Ends the recording with its actors, a line feed, and a flush of everything but the disk.</summary>
    public void Finish()
    {
        json.WriteEndArray();
        json.WriteStartObject("actors"u8);
        foreach (var (creds, actor) in actors)
        {
            json.WriteStartObject(actor.ToString());
            WriteCredentials(creds);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
        stream.Flush();
    }

    /// <summary>Lets go of the buffer; the stream stays open.</summary>
    public void Dispose()
    {
        // Disposing a writer flushes it, and a recording that failed must not fail again.
        json.Reset(Stream.Null);
        json.Dispose();
    }

    private static string Encoded(ByteString text) => PathText.Encode(PathText.FromBytes(text.Span));

    private void Begin(string name, string phase, Credentials creds)
    {
        if (!actors.TryGetValue(creds, out var actor))
        {
            actors[creds] = actor = actors.Count;
        }

        json.WriteStartObject();
        json.WriteNumber("n"u8, number++);
        json.WriteString("phase"u8, phase);
        json.WriteNumber("actor"u8, actor);
        json.WriteString("op"u8, name);
    }

    private void WriteTarget(RecordedFile file)
    {
        json.WriteStartObject("target"u8);
        json.WriteNumber("inode"u8, file.Inode);
        if (!told.TryGetValue(file.Inode, out var before) || !IsSame(before, file))
        {
            told[file.Inode] = file;
            WriteState(file);
        }

        WriteCount("readers"u8, file.Readers);
        WriteCount("writers"u8, file.Writers);
        if (file.Cookie is { } cookie)
        {
            json.WriteNumber("cookie"u8, cookie);
        }

        WriteFlag("created"u8, file.IsCreated);
        WriteFlag("attributes_changed"u8, file.AttributesChanged);
        WriteXattrs(file);
        WriteDigests("digests"u8, file.Digests);
        WriteDigests("fsverity"u8, file.Verity is { } verity ? [verity] : []);
        json.WriteEndObject();
    }

    // Most operations find their file as the one before left it; what has not changed is not told again.
    private static bool IsSame(RecordedFile before, RecordedFile now) =>
        before.Path == now.Path && (before.Uid, before.Gid, before.Mode, before.Size) == (now.Uid, now.Gid, now.Mode, now.Size)
        && (before.FsMagic, before.FsUuid) == (now.FsMagic, now.FsUuid) && before.FsName == now.FsName && before.FsSubtype == now.FsSubtype;

    private void WriteState(RecordedFile file)
    {
        json.WriteString("path"u8, Encoded(file.Path));
        json.WriteNumber("uid"u8, file.Uid);
        json.WriteNumber("gid"u8, file.Gid);
        json.WriteString("mode"u8, Convert.ToString(file.Mode, 8));
        json.WriteNumber("size"u8, file.Size);
        json.WriteString("fsmagic"u8, $"0x{file.FsMagic:x}");
        json.WriteString("fsname"u8, Encoded(file.FsName));
        if (file.FsSubtype is { } subtype)
        {
            json.WriteString("fs_subtype"u8, Encoded(subtype));
        }

        json.WriteString("fsuuid"u8, file.FsUuid.ToString());
    }

    private void WriteCount(ReadOnlySpan<byte> name, int value)
    {
        if (value != 0)
        {
            json.WriteNumber(name, value);
        }
    }

    private void WriteFlag(ReadOnlySpan<byte> name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, value);
        }
    }

    private void WriteXattrs(RecordedFile file)
    {
        if (file.Xattrs is not { } xattrs)
        {
            return;
        }

        json.WriteStartObject("xattrs"u8);
        foreach (var (name, value) in xattrs)
        {
            json.WriteString(name, Convert.ToHexStringLower(value.Span));
        }

        json.WriteEndObject();
    }

    private void WriteDigests(ReadOnlySpan<byte> name, IReadOnlyList<Digest> digests)
    {
        if (digests.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var digest in digests)
        {
            json.WriteString(HashAlgos.NameOf(digest.Algo), Convert.ToHexStringLower(digest.Bytes));
        }

        json.WriteEndObject();
    }

    private void WriteCredentials(Credentials creds)
    {
        json.WriteNumber("uid"u8, creds.Uid);
        json.WriteNumber("euid"u8, creds.Euid);
        json.WriteNumber("suid"u8, creds.Suid);
        json.WriteNumber("gid"u8, creds.Gid);
        json.WriteNumber("egid"u8, creds.Egid);
        json.WriteNumber("sgid"u8, creds.Sgid);
        json.WriteString("capeff"u8, $"{creds.CapEff:x16}");
    }

    private void WritePcrs(RecordingHeader header)
    {
        if (header.BootPcrs is not { } banks)
        {
            return;
        }

        json.WriteStartObject("boot_pcrs"u8);
        foreach (var bank in banks)
        {
            json.WriteStartObject(HashAlgos.NameOf(bank.Algo));
            foreach (var pcr in bank.Pcrs)
            {
                if (bank.TryGet(pcr, out var value))
                {
                    json.WriteString(pcr.ToString(), Convert.ToHexStringLower(value.Span));
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WritePolicy(ReadOnlyMemory<byte> policy)
    {
        json.WriteStartArray("policy"u8);
        foreach (var line in PolicySyntax.Parse(policy).Lines)
        {
            var text = line.Span.Of(policy.Span);
            if (Utf8.IsValid(text))
            {
                json.WriteStringValue(Encoding.UTF8.GetString(text));
                continue;
            }

            json.WriteStartObject();
            json.WriteBase64String("b64"u8, text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
