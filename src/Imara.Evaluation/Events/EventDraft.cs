using System.Globalization;
using System.Text;
using System.Text.Json;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Events;

/// <summary>An event while its members are read.</summary>
internal sealed class EventDraft : JsonDraft
{
    private static readonly string[] Members = ["func", "mask", "creds", "subj", "target", "keyring", "data_label"];
    private static readonly string[] CredsMembers = ["uid", "euid", "suid", "gid", "egid", "sgid", "capeff"];
    private static readonly string[] TargetMembers = ["path", "uid", "gid", "mode", "fsmagic", "fsname", "fs_subtype", "fsuuid", "label"];

    private readonly uint[] ids = new uint[6];
    private PolicyFunc func;
    private AccessMask mask;
    private ulong? capEff;
    private ByteString subject;
    private ByteString keyring;
    private ByteString dataLabel;
    private FileFacts? target;
    private int mode;

    /// <inheritdoc/>
    public override bool TryRead(ref Utf8JsonReader json) => TryReadObject(ref json, "an event", Members, TryReadMember) && IsComplete();

    /// <summary>The names of the members.</summary>
    public static ReadOnlySpan<string> Names => Members;

    /// <summary>True if nothing is missing.</summary>
    public bool IsComplete() => func != PolicyFunc.None || Fail("an event needs a `func`");

    public PolicyQuestion ToQuestion()
    {
        var creds = new Credentials(ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], capEff ?? (ids[1] == 0 ? Credentials.AllCapabilities : 0));
        var file = func switch
        {
            PolicyFunc.KeyCheck or PolicyFunc.CriticalData => null,

            // A policy written line by line has neither file nor mask (docs/reference/policy.md 4.1).
            PolicyFunc.PolicyCheck when mask == AccessMask.None => target,
            _ => target ?? new FileFacts(),
        };
        var e = new PolicyEvent
        {
            Func = func,
            Mask = mask,
            Creds = creds,
            TaskCanSetUid = creds.CanSetUid,
            TaskCanSetGid = creds.CanSetGid,
            Subject = subject,
            File = file,
            Data = func switch
            {
                PolicyFunc.KeyCheck => keyring,
                PolicyFunc.CriticalData => dataLabel,
                _ => ByteString.Empty,
            },
        };
        return PolicyQuestion.Of(e, mode);
    }

    /// <summary>Reads the value of the member with this index in <see cref="Names"/>, also for an event that is part of a larger object.</summary>
    public bool TryReadMember(ref Utf8JsonReader json, int member) => Members[member] switch
    {
        "func" => TryReadFunc(ref json),
        "mask" => TryReadMask(ref json),
        "creds" => TryReadObject(ref json, "creds", CredsMembers, Creds),
        "subj" => TryReadText(ref json, out subject),
        "target" => TryReadTarget(ref json),
        "keyring" => TryReadText(ref json, out keyring),
        _ => TryReadText(ref json, out dataLabel),
    };

    private bool TryReadFunc(ref Utf8JsonReader json)
    {
        if (!TryReadText(ref json, out var word))
        {
            return false;
        }

        return PolicyWords.TryParseFunc(word.Span, out func) || Fail($"`{word}` is no func");
    }

    private bool TryReadMask(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return Fail("`mask` is an array of words");
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (!TryReadText(ref json, out var word))
            {
                return false;
            }

            if (!PolicyWords.TryParseMask(word.Span, out var bit))
            {
                return Fail($"`{word}` is no mask");
            }

            mask |= bit;
        }

        return true;
    }

    private bool Creds(ref Utf8JsonReader json, int member)
    {
        if (member < ids.Length)
        {
            return TryReadId(ref json, out ids[member]);
        }

        if (!TryReadText(ref json, out var text) || text.Length is 0 or > 16
            || !ulong.TryParse(text.Span, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var capabilities))
        {
            return Fail("`capeff` is a string of up to 16 hexadecimal digits");
        }

        capEff = capabilities;
        return true;
    }

    private bool TryReadTarget(ref Utf8JsonReader json)
    {
        target = new FileFacts();
        return TryReadObject(ref json, "target", TargetMembers, Target);
    }

    private bool Target(ref Utf8JsonReader json, int member)
    {
        var name = TargetMembers[member];
        if (name is "uid" or "gid")
        {
            var isId = TryReadId(ref json, out var id);
            target = name == "uid" ? target! with { Fowner = id } : target! with { Fgroup = id };
            return isId;
        }

        return TryReadText(ref json, out var text) && name switch
        {
            "mode" => TryParseMode(text.Span),
            "fsmagic" => TryParseMagic(text.Span),
            "fsuuid" => TryParseUuid(text.Span),
            _ => TakeText(name, text),
        };
    }

    private bool TakeText(string name, ByteString text)
    {
        target = name switch
        {
            "fsname" => target! with { FsName = text },

            // A mount without a subtype matches no rule; no rule can ask for an empty one.
            "fs_subtype" => target! with { FsSubtype = text.IsEmpty ? null : text },
            "label" => target! with { Label = text },

            // No rule asks for a path.
            _ => target,
        };
        return true;
    }

    private bool TryParseMode(ReadOnlySpan<byte> text)
    {
        mode = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'7' || mode > 0xffff)
            {
                return Fail("`mode` is a string of octal digits");
            }

            mode = (mode << 3) | (digit - '0');
        }

        return (text.Length > 0 && mode <= 0xffff) || Fail("`mode` is a string of octal digits");
    }

    private bool TryParseMagic(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 3 or > 18 || text[0] != '0' || (text[1] | 0x20) != 'x'
            || !ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var magic))
        {
            return Fail("`fsmagic` is a string such as \"0xef53\"");
        }

        target = target! with { FsMagic = magic };
        return true;
    }

    private bool TryParseUuid(ReadOnlySpan<byte> text)
    {
        var uuid = default(FsUuid);
        if (text.Length > 0 && (text.Length != FsUuid.TextLength || !FsUuid.TryParse(text, out uuid)))
        {
            return Fail("`fsuuid` is a UUID of 36 characters, or empty");
        }

        target = target! with { FsUuid = uuid };
        return true;
    }

    private bool TryReadId(ref Utf8JsonReader json, out uint id)
    {
        id = 0;
        return (json.TokenType == JsonTokenType.Number && json.TryGetUInt32(out id)) || Fail("an id is a number from 0 to 4294967295");
    }
}
