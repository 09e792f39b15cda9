using System.Text;
using CsCheck;
using Imara.Boot.Audit.Reading;

namespace Imara.Boot.Tests.Audit;

public sealed class AuditRecordReaderTests
{
    [Fact]
    public void A_refusal_by_appraisal_is_read()
    {
        var record = Logs.Record(Logs.MissingHash);
        Assert.Equal(94, record.Process);
        Assert.Equal(0u, record.Uid);
        Assert.Equal("unconfined", record.Label.ToString());
        Assert.Equal("appraise_data", record.Op.ToString());
        Assert.Equal("missing-hash", record.Cause.ToString());
        Assert.Equal("labh", record.Command.ToString());
        Assert.Equal("/e/missing", record.Name.ToString());
        Assert.Equal("vdb", record.Device.ToString());
        Assert.Equal(18ul, record.Inode);
        Assert.Equal((0, 0), (record.Result, record.Error));
        Assert.True(record.IsFailure);
    }

    [Theory]
    [InlineData("op=policy_update cause=signed policy required comm=\"cat\" res=0", "signed policy required", "")]
    [InlineData("op=policy_update cause=\"signed policy required\" comm=\"cat\" res=0", "signed policy required", "")]
    [InlineData("subj=/usr/bin/x (enforce) op=appraise_data cause=invalid-hash res=0", "invalid-hash", "/usr/bin/x (enforce)")]
    [InlineData("op=add_template_measure cause=TPM_error(388) res=0", "TPM_error(388)", "")]
    public void Blanks_without_quotes_belong_to_cause_and_label(string text, string cause, string label)
    {
        var record = Logs.Record(text, AuditRecordType.Status);
        Assert.Equal(cause, record.Cause.ToString());
        Assert.Equal(label, record.Label.ToString());
    }

    [Fact]
    public void Names_with_blanks_come_as_hexadecimal_digits() =>
        Assert.Equal("/a b\n", Encoding.UTF8.GetString(Logs.Record("op=x cause=y name=2F6120620A res=0").Name.Span));

    [Fact]
    public void What_auditd_adds_for_people_is_left_out() => Assert.Equal(0, Logs.Record("op=x cause=y res=0\u001dUID=\"root\" AUID=\"unset\"").Result);

    [Fact]
    public void A_name_that_the_kernel_did_not_have_is_empty() => Assert.True(Logs.Record("op=x cause=y name=(null) res=0").Name.IsEmpty);

    [Fact]
    public void What_audit_rules_ask_for_is_read()
    {
        var record = Logs.Record("file=\"/e/a\" hash=\"sha256:b6a9\" ppid=1 pid=94 auid=4294967295 uid=0 tty=(none) ses=4294967295 comm=\"labh\" exe=\"/labh\"", AuditRecordType.Rule);
        Assert.Equal(("/e/a", "sha256:b6a9"), (record.Name.ToString(), record.Detail.ToString()));
        Assert.False(record.IsFailure);
    }

    [Theory]
    [InlineData("action=measure func=FILE_CHECK uid=\"5\" res=0", "action=measure func=FILE_CHECK uid=\"5\"", true)]
    [InlineData("UNKNOWN=\\ res=0", "UNKNOWN=\\", true)]
    [InlineData("action=measure fowner>1000 res=1", "action=measure fowner>1000", false)]
    [InlineData("res=1", "", false)]
    public void Rules_stand_word_for_word(string text, string rule, bool refused)
    {
        foreach (var type in (AuditRecordType[])[AuditRecordType.PolicyRule, .. text.StartsWith("action", StringComparison.Ordinal) ? [AuditRecordType.Rule] : Array.Empty<AuditRecordType>()])
        {
            var record = Logs.Record(text, type);
            Assert.Equal(AuditRecordType.PolicyRule, record.Type);
            Assert.Equal(rule, record.Detail.ToString());
            Assert.Equal(refused, record.IsFailure);
        }
    }

    [Theory]
    [InlineData("xattr=\"security.lab\" res=0", false)]
    [InlineData("xattr=\"user.bad\" res=-22", true)]
    public void The_result_of_evm_xattrs_is_an_error_number(string text, bool failed) => Assert.Equal(failed, Logs.Record(text, AuditRecordType.EvmXattr).IsFailure);

    [Theory]
    [InlineData("op=x cause=y", 12, "ends without `res=`")]
    [InlineData("cause=y res=0", 13, "ends without `op=`")]
    [InlineData("op=x op=y res=0", 5, "`op=` stands there twice")]
    [InlineData("op=x name=abc res=0", 10, "`name=`: neither quoted nor hexadecimal")]
    [InlineData("op=x name=zz res=0", 10, "`name=`: neither quoted nor hexadecimal")]
    [InlineData("op=x name=\"/a res=0", 10, "a quoted value does not end")]
    [InlineData("op=x name=\"/a\"b res=0", 10, "text behind a quoted value")]
    [InlineData("op=x pid=9x res=0", 9, "`pid=`: no number")]
    [InlineData("op=x uid=-1 res=0", 9, "`uid=`: no number")]
    [InlineData("op=x res=0 and more", 11, "no field `key=value`")]
    [InlineData("op=x res=", 9, "`res=`: no number")]
    public void What_is_no_record_is_refused_with_its_place(string text, long offset, string message)
    {
        Assert.False(AuditRecordReader.TryRead(AuditRecordType.Data, Encoding.UTF8.GetBytes(text), out _, out var error));
        Assert.Equal(new FormatError(offset, message), error);
    }

    [Theory]
    [InlineData("action=measure", 0)]
    [InlineData("action=measure res=2", 15)]
    [InlineData("", 0)]
    public void A_rule_without_its_end_is_refused(string text, long offset)
    {
        Assert.False(AuditRecordReader.TryRead(AuditRecordType.PolicyRule, Encoding.UTF8.GetBytes(text), out _, out var error));
        Assert.Equal(offset, error.Offset);
    }

    [Fact]
    public void Any_name_reads_back_as_the_kernel_wrote_it() =>
        Gen.Byte.Array[1, 40].Sample(name =>
        {
            // As the kernel does: quoted if everything can be seen and is no quote.
            var plain = name.All(b => b is >= 0x21 and <= 0x7e and not (byte)'"');
            byte[] value = plain ? [(byte)'"', .. name, (byte)'"'] : Encoding.ASCII.GetBytes(Convert.ToHexString(name));
            byte[] text = [.. "op=x cause=y name="u8, .. value, .. " res=0"u8];
            return AuditRecordReader.TryRead(AuditRecordType.Data, text, out var record, out _) && record.Name.Span.SequenceEqual(name);
        });

    [Fact]
    public void A_record_that_is_too_long_is_refused()
    {
        var text = Encoding.ASCII.GetBytes("op=x cause=y name=\"" + new string('a', AuditRecordReader.MaxLength) + "\" res=0");
        Assert.False(AuditRecordReader.TryRead(AuditRecordType.Data, text, out _, out var error));
        Assert.Equal(AuditRecordReader.MaxLength, error.Offset);
    }
}
