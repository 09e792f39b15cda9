using System.Text;
using CsCheck;
using Imara.Evaluation.Events;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Tests.Events;

public class PolicyEventReaderTests
{
    private static readonly Gen<ByteString> Bytes = Gen.Byte.Array[0, 8].Select(bytes => new ByteString(bytes));

    private static readonly Gen<FileFacts> File = Gen.Select(Gen.UInt, Gen.UInt, Gen.ULong, Bytes, Bytes, Gen.Select(Gen.ULong, Gen.ULong), Bytes,
        (owner, group, magic, name, subtype, uuid, label) => new FileFacts
        {
            Fowner = owner,
            Fgroup = group,
            FsMagic = magic,
            FsName = name,
            FsSubtype = subtype.IsEmpty ? null : subtype,
            FsUuid = new FsUuid(uuid.Item1, uuid.Item2),
            Label = label,
        });

    private static readonly Gen<PolicyEvent> Event = Gen.Select(
        Gen.Int[1, 15], Gen.Int[0, 31], Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt), Gen.ULong, Bytes, Bytes, File,
        (func, mask, ids, capEff, subject, data, file) =>
        {
            var f = (PolicyFunc)func;
            var creds = new Credentials(ids.Item1, ids.Item2, ids.Item3, ids.Item4, ids.Item5, ids.Item6, capEff);
            var isBuffer = f is PolicyFunc.KeyCheck or PolicyFunc.CriticalData;
            return new PolicyEvent
            {
                Func = f,
                Mask = (AccessMask)mask,
                Creds = creds,
                TaskCanSetUid = creds.CanSetUid,
                TaskCanSetGid = creds.CanSetGid,
                Subject = subject,
                File = isBuffer ? null : file,
                Data = isBuffer ? data : default,
            };
        });

    [Fact]
    public void What_is_written_reads_back_the_same() => Event.Sample(e =>
    {
        Assert.True(PolicyEventReader.TryRead(EventText.Write(e), out var question, out var error), error.ToString());
        Assert.Equal(e, question.Event);
    });

    [Fact]
    public void Any_bytes_are_answered() => Gen.Byte.Array[0, 80].Sample(Answered);

    [Fact]
    public void A_damaged_event_is_answered() => Gen.Select(Event, Gen.Int[0, 400], Gen.Byte).Sample((e, at, value) =>
    {
        var json = EventText.Write(e);
        json[at % json.Length] = value;
        Answered(json);
        Answered(json[..(at % json.Length)]);
    });

    [Fact]
    public void What_is_absent_has_the_value_of_root_and_of_nothing()
    {
        var question = Read("""{"func":"FILE_CHECK"}""");
        Assert.Equal(Credentials.Root, question.Event.Creds);
        Assert.True(question.Event.TaskCanSetUid);
        Assert.Equal((AccessMask.None, ByteString.Empty, ByteString.Empty), (question.Event.Mask, question.Event.Subject, question.Event.Data));
        Assert.Equal(new FileFacts(), question.Event.File);
        Assert.Equal(ActionClass.All, question.Asked);
    }

    [Theory]
    [InlineData("""{"func":"FILE_CHECK","creds":{"euid":1000}}""", 0UL)]
    [InlineData("""{"func":"FILE_CHECK","creds":{"uid":1000}}""", Credentials.AllCapabilities)]
    [InlineData("""{"func":"FILE_CHECK","creds":{"euid":1000,"capeff":"80"}}""", 0x80UL)]
    [InlineData("""{"func":"FILE_CHECK","creds":{"euid":0,"capeff":"0000000000000000"}}""", 0UL)]
    public void Root_has_every_capability_unless_it_is_said(string json, ulong expected) => Assert.Equal(expected, Read(json).Event.Creds.CapEff);

    [Theory]
    [InlineData("""{"func":"POST_SETATTR","mask":["MAY_ACCESS"]}""", ActionClass.Appraise | ActionClass.Hash)]
    [InlineData("""{"func":"FILE_CHECK","mask":["MAY_ACCESS"]}""", ActionClass.Appraise | ActionClass.Hash)]
    [InlineData("""{"func":"FILE_CHECK","mask":["MAY_READ","MAY_WRITE"]}""", ActionClass.All)]
    [InlineData("""{"func":"FILE_CHECK","target":{"mode":"100644"}}""", ActionClass.All)]
    [InlineData("""{"func":"FILE_CHECK","target":{"mode":"644"}}""", ActionClass.All)]
    [InlineData("""{"func":"FILE_CHECK","target":{"mode":"10644"}}""", ActionClass.None)]
    [InlineData("""{"func":"FILE_CHECK","target":{"mode":"120777"}}""", ActionClass.None)]
    [InlineData("""{"func":"SETXATTR_CHECK"}""", ActionClass.None)]
    [InlineData("""{"func":"KEY_CHECK","keyring":".ima"}""", ActionClass.All)]
    public void The_event_says_which_classes_are_asked(string json, ActionClass asked) => Assert.Equal(asked, Read(json).Asked);

    [Fact]
    public void A_policy_check_without_mask_and_target_is_a_line_written_directly()
    {
        Assert.Null(Read("""{"func":"POLICY_CHECK"}""").Event.File);
        Assert.NotNull(Read("""{"func":"POLICY_CHECK","mask":["MAY_READ"]}""").Event.File);
        Assert.NotNull(Read("""{"func":"POLICY_CHECK","target":{}}""").Event.File);
    }

    [Fact]
    public void A_buffer_takes_its_own_name_and_no_file()
    {
        const string both = """ "keyring":".ima","data_label":"selinux","target":{"uid":5}}""";
        var key = Read("""{"func":"KEY_CHECK",""" + both).Event;
        var data = Read("""{"func":"CRITICAL_DATA",""" + both).Event;
        Assert.Equal((new ByteString(".ima"), null), (key.Data, key.File));
        Assert.Equal((new ByteString("selinux"), null), (data.Data, data.File));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("[]", 0)]
    [InlineData("null", 0)]
    [InlineData("""{}""", 1)]
    [InlineData("""{"func":"NONE"}""", 8)]
    [InlineData("""{"func":"file_check"}""", 8)]
    [InlineData("""{"func":5}""", 8)]
    [InlineData("""{"func":"FILE_CHECK","func":"FILE_CHECK"}""", 21)]
    [InlineData("""{"func":"FILE_CHECK","color":"red"}""", 21)]
    [InlineData("""{"func":"FILE_CHECK","mask":"MAY_READ"}""", 28)]
    [InlineData("""{"func":"FILE_CHECK","mask":["MAY_SEE"]}""", 29)]
    [InlineData("""{"func":"FILE_CHECK","creds":{"uid":-1}}""", 36)]
    [InlineData("""{"func":"FILE_CHECK","creds":{"uid":4294967296}}""", 36)]
    [InlineData("""{"func":"FILE_CHECK","creds":{"uid":1.5}}""", 36)]
    [InlineData("""{"func":"FILE_CHECK","creds":{"capeff":"0x1"}}""", 39)]
    [InlineData("""{"func":"FILE_CHECK","target":{"fsmagic":"ef53"}}""", 41)]
    [InlineData("""{"func":"FILE_CHECK","target":{"fsmagic":61267}}""", 41)]
    [InlineData("""{"func":"FILE_CHECK","target":{"fsuuid":"1234"}}""", 40)]
    [InlineData("""{"func":"FILE_CHECK","target":{"mode":"0o644"}}""", 38)]
    [InlineData("""{"func":"FILE_CHECK","subj":{"b64":"?"}}""", 35)]
    [InlineData("""{"func":"FILE_CHECK","subj":"\ud800"}""", 28)]
    public void What_is_no_event_is_refused_with_its_offset(string json, long offset)
    {
        Assert.False(PolicyEventReader.TryRead(Encoding.UTF8.GetBytes(json), out _, out var error));
        Assert.Equal((offset, true), (error.Offset, error.Message.Length > 0));
    }

    [Theory]
    [InlineData("""{"func":"FILE_CHECK"} {}""")]
    [InlineData("""{"func":"FILE_CHECK",}""")]
    [InlineData("""{"func":"FILE_CHECK" """)]
    [InlineData("""{"func":"FILE_CHECK","target":{"a":{"b":{"c":{"d":1}}}}}""")]
    public void What_is_not_one_object_is_refused(string json) => Assert.False(PolicyEventReader.TryRead(Encoding.UTF8.GetBytes(json), out _, out _));

    private static PolicyQuestion Read(string json)
    {
        Assert.True(PolicyEventReader.TryRead(Encoding.UTF8.GetBytes(json), out var question, out var error), error.ToString());
        return question;
    }

    private static void Answered(byte[] json)
    {
        if (!PolicyEventReader.TryRead(json, out _, out var error))
        {
            Assert.InRange(error.Offset, 0, json.Length);
            Assert.NotEmpty(error.Message);
        }
    }
}
