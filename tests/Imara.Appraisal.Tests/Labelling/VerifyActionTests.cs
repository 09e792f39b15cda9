using Imara.Appraisal.Labelling;
using Imara.Appraisal.Simulating;
using Imara.Engine;
using Imara.Engine.Files;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Appraisal.Tests.Labelling;

public class VerifyActionTests
{
    private static readonly byte[] Foreign = [3, 2, 4, 1, 2, 3, 4, 0, 2, 9, 9];

    [Fact]
    public void What_no_rule_appraises_is_left_out_and_not_even_read()
    {
        var file = new SeenFile(content: null) { Owner = 5, Attributes = { ["security.ima"] = new XattrRead(Errno.EIO, default) } };
        Assert.Equal(new FileOutcome(FileStatusWord.Skipped, VerifyAction.NotAppraised), Verify("dont_appraise fowner=5\nappraise func=FILE_CHECK\n", file));
    }

    [Theory]
    [InlineData(Errno.EACCES, FileStatusWord.Unreadable)]
    [InlineData(Errno.EIO, FileStatusWord.Unreadable)]
    [InlineData(Errno.ERANGE, FileStatusWord.Unreadable)]
    [InlineData(Errno.ENODATA, FileStatusWord.Bad)]
    [InlineData(Errno.EOPNOTSUPP, FileStatusWord.Bad)]
    public void A_label_that_cannot_be_read_is_no_verdict_and_one_that_is_not_there_is(Errno errno, FileStatusWord expected)
    {
        var outcome = Verify("appraise func=FILE_CHECK\n", new SeenFile { Attributes = { ["security.ima"] = new XattrRead(errno, default) } });
        Assert.Equal((expected, expected == FileStatusWord.Unreadable ? errno : Errno.None), (outcome.Status, outcome.Errno));
        Assert.Equal(expected == FileStatusWord.Bad, outcome.Cause.Length > 0);
    }

    [Fact]
    public void What_lies_where_no_label_can_be_is_refused_for_that() =>
        Assert.Equal("(no-xattr-support)", Verify("appraise func=FILE_CHECK\n", new SeenFile { Attributes = { ["security.ima"] = new XattrRead(Errno.EOPNOTSUPP, default) } }).Cause);

    [Fact]
    public void A_content_that_cannot_be_read_is_never_good_nor_bad()
    {
        var unread = new FileOutcome(FileStatusWord.Unreadable, string.Empty, Errno.EIO);
        Assert.Equal(unread, Verify("appraise func=FILE_CHECK\n", new SeenFile(content: null, Given.HashLabel("content"))));
        Assert.Equal(unread, Verify("appraise func=FILE_CHECK\n", new SeenFile(content: null, Given.HashLabel("content")), keys: null));
        Assert.Equal(unread, Verify("appraise func=MODULE_CHECK appraise_type=imasig|modsig\n", new SeenFile(content: null, Foreign), keys: null));
    }

    [Theory]
    [InlineData("appraise func=FILE_CHECK\n", "content", FileStatusWord.Good, "")]
    [InlineData("appraise func=FILE_CHECK\n", "other", FileStatusWord.Bad, "invalid-hash")]
    [InlineData("appraise func=FILE_CHECK appraise_type=imasig\n", "content", FileStatusWord.Bad, "IMA-signature-required")]
    [InlineData("appraise func=FILE_CHECK appraise_algos=sha512\n", "content", FileStatusWord.Bad, "denied-hash-algorithm")]
    [InlineData("dont_appraise func=FILE_CHECK\nappraise func=BPRM_CHECK appraise_type=imasig\n", "content", FileStatusWord.Bad, "IMA-signature-required")]
    public void A_digest_is_good_where_every_access_takes_it_with_keys_or_without(string policy, string labelled, FileStatusWord expected, string cause)
    {
        foreach (var keys in (Keyring?[])[Given.Keys, null])
        {
            Assert.Equal(new FileOutcome(expected, cause), Verify(policy, new SeenFile("content", Given.HashLabel(labelled)), keys));
        }
    }

    [Fact]
    public void A_signature_is_good_by_a_known_key_alone_and_unchecked_without_any()
    {
        const string Policy = "appraise func=FILE_CHECK appraise_type=imasig\n";
        Assert.Equal(new FileOutcome(FileStatusWord.Good), Verify(Policy, new SeenFile("content", Given.Signature("content"))));
        Assert.Equal("invalid-signature", Verify(Policy, new SeenFile("changed", Given.Signature("content"))).Cause);
        Assert.Equal("invalid-signature", Verify(Policy, new SeenFile("content", Given.Signature("content", isKnown: false))).Cause);
        foreach (var file in (SeenFile[])[new SeenFile("content", Given.Signature("content")), new SeenFile("changed", Given.Signature("content")), new SeenFile("content", Foreign)])
        {
            Assert.Equal(new FileOutcome(FileStatusWord.Unchecked, VerifyAction.NoKey), Verify(Policy, file, keys: null));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_signed_what_does_not_pass_is_told_where_that_is_asked_for(bool hasKeys)
    {
        var keys = hasKeys ? Given.Keys : null;
        var file = new SeenFile("content", Foreign);
        Assert.Null(Verify("appraise func=FILE_CHECK\n", file, keys).Signer);
        var outcome = Action("appraise func=FILE_CHECK\n", keys, new SignerSearch(Given.Keys)).Act(file);
        Assert.Equal(("01020304", false), (outcome.Signer!.KeyId, outcome.Signer.IsKnown));
        Assert.Null(Action("appraise func=FILE_CHECK\n", keys, new SignerSearch(Given.Keys)).Act(new SeenFile("content", Given.HashLabel("other"))).Signer);
    }

    [Theory]
    [InlineData("appraise func=FILE_CHECK mask=MAY_WRITE\n", "content", false, FileStatusWord.Skipped)]
    [InlineData("appraise func=FILE_CHECK mask=MAY_WRITE\n", "content", true, FileStatusWord.Good)]
    [InlineData("appraise func=FILE_CHECK mask=MAY_WRITE\n", "other", true, FileStatusWord.Bad)]
    [InlineData("appraise func=FILE_CHECK mask=MAY_READ\nappraise func=FILE_CHECK mask=MAY_WRITE appraise_type=imasig\n", "content", true, FileStatusWord.Good)]
    public void What_is_only_written_counts_where_that_is_asked_for(string policy, string labelled, bool countsWrites, FileStatusWord expected)
    {
        var action = new VerifyAction(
            new FirstAccess(Given.Setup(), Given.Keys, SignatureDepth.Full), new AppraisedByPolicy(Given.Rules(policy), Given.Setup(), [Subject.Root]), hasKeys: true) { CountsWrites = countsWrites };
        Assert.Equal(expected, action.Act(new SeenFile("content", Given.HashLabel(labelled))).Status);
    }

    [Fact]
    public void EVM_s_verdict_counts_where_EVM_is_on()
    {
        var policy = Given.Rules("appraise func=FILE_CHECK\n");
        var kernel = new FirstAccess(Given.Setup(), Given.Keys, SignatureDepth.Full, Given.Keys, new byte[32]);
        var action = new VerifyAction(kernel, new AppraisedByPolicy(policy, Given.Setup(), [Subject.Root]), hasKeys: true);
        Assert.Equal((FileStatusWord.Bad, "missing-HMAC"), Short(action.Act(new SeenFile("content", Given.HashLabel("content")))));
        var wrong = new SeenFile("content", Given.HashLabel("content")) { Attributes = { ["security.evm"] = XattrRead.Of((byte[])[2, .. new byte[20]]) } };
        Assert.Equal((FileStatusWord.Bad, "invalid-HMAC"), Short(action.Act(wrong)));
    }

    [Theory]
    [InlineData("MZ of a boot loader", 0x4d44, FileStatusWord.Skipped)]
    [InlineData("title Lab", 0x4d44, FileStatusWord.Skipped)]
    [InlineData("#!/bin/sh", 0x4d44, FileStatusWord.Bad)]
    [InlineData("\u007fELF", 0x4d44, FileStatusWord.Bad)]
    [InlineData("MZ of a boot loader", 0xef53, FileStatusWord.Bad)]
    public void Where_the_mount_makes_every_file_executable_only_what_can_be_executed_is_a_program(string content, ulong magic, FileStatusWord status) =>
        Assert.Equal(status, Verify("appraise func=BPRM_CHECK\n", new SeenFile(content) { Magic = magic, Path = new ByteString("/boot/efi/file") }).Status);

    [Fact]
    public void What_is_only_appraised_when_it_is_written_counts_where_that_is_asked_for()
    {
        const string Policy = "appraise func=FILE_CHECK mask=MAY_WRITE\n";
        VerifyAction Counting() => new(new FirstAccess(Given.Setup(), Given.Keys, SignatureDepth.Full), new AppraisedByPolicy(Given.Rules(Policy), Given.Setup(), [Subject.Root]), hasKeys: true)
        {
            CountsWrites = true,
        };
        Assert.Equal(VerifyAction.NotAppraised, Verify(Policy, new SeenFile()).Cause);
        Assert.Equal((FileStatusWord.Bad, "missing-hash"), Short(Counting().Act(new SeenFile())));
        Assert.Equal(FileStatusWord.Good, Counting().Act(new SeenFile("content", Given.HashLabel("content"))).Status);
        Assert.Equal(FileStatusWord.Bad, Counting().Act(new SeenFile("content", Given.Signature("content"))).Status);
    }

    [Fact]
    public void A_label_by_an_algorithm_that_the_kernel_lacks_is_refused()
    {
        var setup = Given.Setup();
        var lacking = setup with { Kernel = setup.Kernel with { UsableHashes = HashAlgoSet.Of(HashAlgo.Sha1) } };
        var action = new VerifyAction(
            new FirstAccess(lacking, Given.Keys, SignatureDepth.Full), new AppraisedByPolicy(Given.Rules("appraise func=BPRM_CHECK\n"), lacking, [Subject.Root]), hasKeys: true);
        Assert.Equal((FileStatusWord.Bad, "failed"), Short(action.Act(new SeenFile("content", Given.HashLabel("content")))));
    }

    private static (FileStatusWord Status, string Cause) Short(FileOutcome outcome) => (outcome.Status, outcome.Cause);

    private static FileOutcome Verify(string policy, SeenFile file) => Verify(policy, file, Given.Keys);

    private static FileOutcome Verify(string policy, SeenFile file, Keyring? keys) => Action(policy, keys, null).Act(file);

    private static VerifyAction Action(string policy, Keyring? keys, SignerSearch? signers) => new(
        new FirstAccess(Given.Setup(), keys ?? new Keyring(), keys is null ? SignatureDepth.Form : SignatureDepth.Full),
        new AppraisedByPolicy(Given.Rules(policy), Given.Setup(), [Subject.Root]),
        keys is not null,
        signers);
}
