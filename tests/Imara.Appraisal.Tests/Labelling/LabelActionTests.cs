using Imara.Appraisal.Labelling;
using Imara.Appraisal.Simulating;
using Imara.Engine;
using Imara.Engine.Files;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Appraisal.Tests.Labelling;

/// <summary>What the actions decide about one file, whoever holds it.</summary>
public class LabelActionTests
{
    private const string Ima = "security.ima";
    private const string Evm = "security.evm";

    private static readonly byte[] Foreign = [3, 2, 4, 1, 2, 3, 4, 0, 2, 9, 9];
    private static readonly byte[] Right = Given.HashLabel("content");
    private static readonly byte[] Wrong = Given.HashLabel("other");

    [Theory]
    [InlineData(Errno.EACCES, FileStatusWord.Failed)]
    [InlineData(Errno.EOPNOTSUPP, FileStatusWord.Failed)]
    [InlineData(Errno.ENODATA, FileStatusWord.Written)]
    public void A_label_is_written_where_the_old_one_can_be_read_or_there_is_none(Errno errno, FileStatusWord expected)
    {
        var file = With(Ima, new XattrRead(errno, default));
        var error = expected == FileStatusWord.Failed ? errno : Errno.None;
        Assert.Equal((expected, error), Short(new HashAction(HashAlgo.Sha256).Act(file)));
        Assert.Equal((expected, error), Short(new SignAction(new SignPlan { Ima = ImaLabel.Digest }).Act(file)));
    }

    [Fact]
    public void Hashing_keeps_what_is_right_and_what_is_signed_and_force_keeps_nothing()
    {
        var hash = new HashAction(HashAlgo.Sha256);
        var force = new HashAction(HashAlgo.Sha256, force: true);
        Assert.True(hash.ReadsContent);
        Assert.Equal(FileStatusWord.Unchanged, hash.Act(new SeenFile("content", Right)).Status);
        Assert.Equal(new FileOutcome(FileStatusWord.Skipped, HashAction.Signed), hash.Act(new SeenFile("content", Foreign)));
        Assert.Equal(new FileOutcome(FileStatusWord.Skipped, HashAction.Signed), hash.Act(new SeenFile("content", [6, .. Foreign[1..]])));
        IsWritten(Right, hash.Act(new SeenFile("content", Wrong)));
        IsWritten(Right, hash.Act(new SeenFile("content", [])));
        foreach (var label in (byte[]?[])[Right, Wrong, Foreign, null])
        {
            IsWritten(Right, force.Act(new SeenFile("content", label)));
        }

        Assert.Equal(FileOutcome.Unreadable, hash.Act(new SeenFile(content: null)));
    }

    [Theory]
    [InlineData(true, true, FileStatusWord.Removed, Evm, Ima)]
    [InlineData(true, false, FileStatusWord.Removed, Ima, null)]
    [InlineData(false, true, FileStatusWord.Removed, Evm, null)]
    [InlineData(false, false, FileStatusWord.Unchanged, null, null)]
    public void Clearing_takes_EVM_s_label_first(bool hasIma, bool hasEvm, FileStatusWord status, string? first, string? second)
    {
        var file = Labelled(hasIma, hasEvm);
        var outcome = new ClearAction().Act(file);
        Assert.Equal((status, first, second), (outcome.Status, outcome.First.Name, outcome.Second.Name));
        Assert.Null(outcome.First.Value);
        Assert.Null(outcome.Second.Value);
    }

    [Fact]
    public void Clearing_takes_what_it_is_asked_for_and_needs_no_content()
    {
        Assert.Equal((Ima, null), Names(new ClearAction(evm: false).Act(Labelled(true, true))));
        Assert.Equal((Evm, null), Names(new ClearAction(ima: false).Act(Labelled(true, true))));
        Assert.Equal(FileStatusWord.Unchanged, new ClearAction(ima: false).Act(Labelled(true, false)).Status);
        Assert.False(new ClearAction().ReadsContent);
        Assert.False(new ShowAction().ReadsContent);
    }

    [Theory]
    [InlineData(Ima, Errno.EACCES, true)]
    [InlineData(Evm, Errno.EACCES, true)]
    [InlineData(Ima, Errno.EOPNOTSUPP, true)]
    [InlineData(Evm, Errno.ENODATA, false)]
    public void What_cannot_be_read_is_neither_cleared_nor_shown(string name, Errno errno, bool fails)
    {
        var file = With(name, new XattrRead(errno, default));
        Assert.Equal(fails ? (FileStatusWord.Failed, errno) : (FileStatusWord.Unchanged, Errno.None), Short(new ClearAction().Act(file)));
        Assert.Equal(fails ? (FileStatusWord.Unreadable, errno) : (FileStatusWord.Shown, Errno.None), Short(new ShowAction().Act(file)));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void The_labels_that_are_there_are_shown(bool hasIma, bool hasEvm)
    {
        var outcome = new ShowAction().Act(Labelled(hasIma, hasEvm));
        Assert.Equal((FileStatusWord.Shown, hasIma ? Ima : null, hasEvm ? Evm : null), (outcome.Status, outcome.First.Name, outcome.Second.Name));
        Assert.Equal((hasIma, hasEvm), (outcome.First.Value is not null, outcome.Second.Value is not null));
    }

    [Fact]
    public void Signing_by_a_digest_and_by_both_labels_writes_what_is_not_there_yet()
    {
        var plan = new SignPlan { Ima = ImaLabel.Digest };
        var both = plan with { Evm = EvmLabel.Hmac, HmacKey = new byte[32] };
        Assert.Equal((Ima, null), Names(new SignAction(plan).Act(new SeenFile("content", Wrong))));
        Assert.Equal(FileStatusWord.Unchanged, new SignAction(plan).Act(new SeenFile("content", Right)).Status);
        Assert.Equal((Ima, null), Names(new SignAction(plan with { Force = true }).Act(new SeenFile("content", Right))));

        var made = new SignAction(both).Act(new SeenFile("content", Wrong));
        Assert.Equal((Ima, Evm), Names(made));
        var hmac = XattrRead.Of(made.Second.Value!);
        Assert.Equal((Evm, null), Names(new SignAction(both).Act(new SeenFile("content", Right))));
        Assert.Equal(FileStatusWord.Unchanged, new SignAction(both).Act(new SeenFile("content", Right) { Attributes = { [Evm] = hmac } }).Status);
        Assert.Equal((Ima, Evm), Names(new SignAction(both with { Force = true }).Act(new SeenFile("content", Right) { Attributes = { [Evm] = hmac } })));
        Assert.Equal((Evm, null), Names(new SignAction(both with { Ima = ImaLabel.Keep }).Act(new SeenFile("content", Wrong))));
        Assert.Equal(FileStatusWord.Unchanged, new SignAction(plan with { Ima = ImaLabel.Keep }).Act(new SeenFile("content", Wrong)).Status);
    }

    [Fact]
    public void What_cannot_be_read_is_not_signed()
    {
        foreach (var label in (ImaLabel[])[ImaLabel.Digest, ImaLabel.Signature, ImaLabel.VeritySignature])
        {
            Assert.Equal(FileOutcome.Unreadable, new SignAction(new SignPlan { Ima = label }).Act(new SeenFile(content: null)));
        }
    }

    [Fact]
    public void A_signature_that_cannot_be_made_fails_with_its_reason()
    {
        var plan = new SignPlan { Ima = ImaLabel.Signature, Version1 = _ => (null, "no-version-1") };
        Assert.Equal(new FileOutcome(FileStatusWord.Failed, "no-version-1"), new SignAction(plan).Act(new SeenFile()));
        IsWritten(Foreign, new SignAction(plan with { Version1 = _ => (Foreign, string.Empty) }).Act(new SeenFile()));
    }

    [Theory]
    [InlineData(EvmLabel.Portable, false, false, true, SignAction.NoIma)]
    [InlineData(EvmLabel.Hmac, true, false, true, "no-inode-generation")]
    [InlineData(EvmLabel.Hmac, true, true, false, "no-filesystem-uuid")]
    [InlineData(EvmLabel.Hmac, true, true, true, null)]
    [InlineData(EvmLabel.Hmac, false, true, true, null)]
    public void EVM_s_label_needs_what_it_is_bound_to(EvmLabel evm, bool hasIma, bool hasGeneration, bool hasUuid, string? missing)
    {
        var file = new SeenFile("content", hasIma ? Right : null) { HasGeneration = hasGeneration, Uuid = hasUuid ? Guid.NewGuid() : Guid.Empty };
        var plan = new SignPlan { Ima = ImaLabel.Keep, Evm = evm, HmacKey = new byte[32] };
        Assert.Equal(missing is null ? (FileStatusWord.Written, string.Empty) : (FileStatusWord.Failed, missing), (new SignAction(plan).Act(file).Status, new SignAction(plan).Act(file).Cause));
        if (!hasUuid)
        {
            Assert.Equal(FileStatusWord.Written, new SignAction(plan with { FsUuid = new byte[16] }).Act(file).Status);
        }
    }

    [Theory]
    [InlineData(Errno.EACCES, true)]
    [InlineData(Errno.EOPNOTSUPP, false)]
    [InlineData(Errno.ENODATA, false)]
    public void What_EVM_protects_must_be_readable(Errno errno, bool fails)
    {
        var plan = new SignPlan { Ima = ImaLabel.Keep, Evm = EvmLabel.Hmac, HmacKey = new byte[32] };
        var outcome = new SignAction(plan).Act(new SeenFile("content", Right) { Attributes = { ["security.selinux"] = new XattrRead(errno, default) } });
        Assert.Equal(fails ? (FileStatusWord.Unreadable, errno) : (FileStatusWord.Written, Errno.None), Short(outcome));
    }

    [Fact]
    public void Fixing_touches_what_is_bad_alone()
    {
        Assert.Equal(FileStatusWord.Unchanged, Fix("appraise func=FILE_CHECK\n", new SeenFile("content", Right)).Status);
        Assert.Equal(new FileOutcome(FileStatusWord.Skipped, VerifyAction.NotAppraised), Fix("appraise func=FILE_CHECK fowner=7\n", new SeenFile("content", Wrong)));
        Assert.Equal(Errno.EACCES, Fix("appraise func=FILE_CHECK\n", With(Ima, new XattrRead(Errno.EACCES, default))).Errno);
        var outcome = Fix("appraise func=FILE_CHECK\n", new SeenFile("content", Wrong));
        IsWritten(Right, outcome);
        Assert.Equal("invalid-hash", outcome.Cause);
    }

    [Fact]
    public void Fixing_signs_what_needs_a_signature_or_has_one_and_leaves_it_bad_without_a_key()
    {
        var stamp = new ImpossibleAction("signed-here");
        foreach (var (policy, label) in ((string, byte[]?)[])[("appraise func=FILE_CHECK appraise_type=imasig\n", Right), ("appraise func=FILE_CHECK appraise_type=imasig\n", null), ("appraise func=FILE_CHECK\n", Foreign)])
        {
            Assert.Equal("signed-here", Fix(policy, new SeenFile("content", label), stamp).Cause);
            Assert.Equal(FileStatusWord.Bad, Fix(policy, new SeenFile("content", label)).Status);
        }

        Assert.Equal(FileStatusWord.Written, Fix("appraise func=FILE_CHECK\n", new SeenFile("content", Wrong), stamp).Status);
    }

    [Fact]
    public void Where_no_label_can_be_there_is_nothing_to_fix()
    {
        var file = With(Ima, new XattrRead(Errno.EOPNOTSUPP, default));
        Assert.Equal(FileStatusWord.Bad, Fix("appraise func=FILE_CHECK\n", file).Status);
    }

    [Theory]
    [InlineData("appraise func=FILE_CHECK\n", HashAlgo.Sha256, "hash Sha256")]
    [InlineData("appraise func=FILE_CHECK appraise_algos=sha512,sha384\n", HashAlgo.Sha384, "hash Sha384")]
    [InlineData("appraise func=FILE_CHECK appraise_algos=sha384,sha512\n", HashAlgo.Sha256, "hash Sha512")]
    [InlineData("appraise func=FILE_CHECK appraise_algos=sha1\n", HashAlgo.Sha256, "hash Sha1")]
    [InlineData("appraise func=FILE_CHECK appraise_algos=sha256\nappraise func=BPRM_CHECK appraise_algos=sha512\n", HashAlgo.Sha256, "denied-hash-algorithm")]
    [InlineData("appraise func=FILE_CHECK appraise_type=imasig\n", HashAlgo.Sha256, "IMA-signature-required")]
    public void What_the_rules_require_together_decides_about_the_digest(string policy, HashAlgo asked, string expected)
    {
        var action = new RequiredAction(Appraised(policy), requirement => RequiredHashing.Of(requirement, asked, force: false));
        var outcome = action.Act(new SeenFile());
        // A SHA-1 digest has a form without the name of its algorithm.
        Assert.Equal(expected, outcome.First.Value switch
        {
            [1, ..] => "hash Sha1",
            [4, var algo, ..] => $"hash {(HashAlgo)algo}",
            _ => outcome.Cause,
        });
    }

    [Fact]
    public void What_no_rule_appraises_gets_no_label_and_each_requirement_is_chosen_for_once()
    {
        var chosen = 0;
        var action = new RequiredAction(Appraised("dont_appraise fowner=5\nappraise func=FILE_CHECK\n"), _ =>
        {
            chosen++;
            return new HashAction(HashAlgo.Sha256);
        });
        Assert.Equal(new FileOutcome(FileStatusWord.Skipped, VerifyAction.NotAppraised), action.Act(new SeenFile { Owner = 5 }));
        Assert.Equal(0, chosen);
        Assert.Equal(FileStatusWord.Written, action.Act(new SeenFile()).Status);
        Assert.Equal(FileStatusWord.Unchanged, action.Act(new SeenFile("content", Right)).Status);
        Assert.Equal(1, chosen);
        Assert.True(action.ReadsContent);
        Assert.False(new RequiredAction(Appraised("appraise func=FILE_CHECK\n"), _ => new ClearAction(), readsContent: false).ReadsContent);
    }

    private static FileOutcome Fix(string policy, SeenFile file, FileAction? sign = null) => new FixAction(
        new VerifyAction(new FirstAccess(Given.Setup(), Given.Keys, SignatureDepth.Full), Appraised(policy), hasKeys: true), Appraised(policy), HashAlgo.Sha256, v3ForFiles: false, sign).Act(file);

    private static AppraisedByPolicy Appraised(string policy) => new(Given.Rules(policy), Given.Setup(), [Subject.Root]);

    private static SeenFile With(string name, XattrRead read) => new() { Attributes = { [name] = read } };

    private static SeenFile Labelled(bool hasIma, bool hasEvm)
    {
        var file = new SeenFile("content", hasIma ? Right : null);
        if (hasEvm)
        {
            file.Attributes[Evm] = XattrRead.Of(Foreign);
        }

        return file;
    }

    private static (FileStatusWord Status, Errno Errno) Short(FileOutcome outcome) => (outcome.Status, outcome.Errno);

    private static (string? First, string? Second) Names(FileOutcome outcome)
    {
        Assert.True(outcome.Status is FileStatusWord.Written or FileStatusWord.Removed, outcome.ToString());
        return (outcome.First.Name, outcome.Second.Name);
    }

    private static void IsWritten(byte[] label, FileOutcome outcome)
    {
        Assert.Equal((FileStatusWord.Written, Ima, null), (outcome.Status, outcome.First.Name, outcome.Second.Name));
        Assert.Equal(label, outcome.First.Value);
    }
}
