using System.Security.Cryptography;
using System.Text;
using Imara.Appraisal.Labelling;
using Imara.Appraisal.Simulating;
using Imara.Engine;
using Imara.Engine.Boot;
using Imara.Linux.Files;
using Imara.Policy.Rules;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Appraisal.Tests.Labelling;

public sealed class SigningTests : IDisposable
{
    private readonly TestMount mount = TestMount.Ext4();
    private readonly SigningKeyFile key = KeyOf(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public void Dispose()
    {
        mount.Dispose();
        key.Dispose();
    }

    [Fact]
    public void A_signed_file_passes_where_a_signature_is_asked_for_and_a_changed_one_does_not()
    {
        mount.Write("file", "content");
        var path = mount.Write("other", "content");
        Sign(Plan());
        File.AppendAllText(path, "more");
        var heard = Verify("appraise appraise_type=imasig");
        Assert.Equal(new FileOutcome(FileStatusWord.Good), heard["file"]);
        Assert.Equal(new FileOutcome(FileStatusWord.Bad, "invalid-signature"), heard["other"]);
    }

    [Fact]
    public void What_is_signed_right_is_not_signed_again()
    {
        var path = mount.Write("file", "content");
        Sign(Plan() with { Evm = EvmLabel.Portable });
        var (ima, evm) = (Heard.LabelOf(path), Heard.LabelOf(path, "security.evm"));
        Assert.Equal(FileStatusWord.Unchanged, Sign(Plan() with { Evm = EvmLabel.Portable })["file"].Status);
        Assert.Equal(ima, Heard.LabelOf(path));
        Assert.Equal(FileStatusWord.Written, Sign(Plan() with { Evm = EvmLabel.Portable, Force = true })["file"].Status);
        Assert.NotEqual(evm, Heard.LabelOf(path, "security.evm"));
    }

    [Theory]
    [InlineData(EvmLabel.Portable)]
    [InlineData(EvmLabel.Bound)]
    [InlineData(EvmLabel.Hmac)]
    public void EVM_notices_a_changed_mode_and_owner(EvmLabel evm)
    {
        foreach (var name in (string[])["good", "mode", "owner", "attribute"])
        {
            mount.Write(name, "content");
        }

        Sign(Plan() with { Evm = evm, HmacKey = new byte[32], Ima = ImaLabel.Digest });
        TestMount.Shell($"cd {mount.Root} && chmod 700 mode && chown 5 owner && setfattr -n security.SMACK64 -v x attribute");
        var heard = Verify("appraise", evm: true);
        var cause = evm == EvmLabel.Portable ? "invalid-fail-immutable" : "invalid-HMAC";
        Assert.Equal(new FileOutcome(FileStatusWord.Good), heard["good"]);
        foreach (var name in (string[])["mode", "owner", "attribute"])
        {
            Assert.Equal(new FileOutcome(FileStatusWord.Bad, cause), heard[name]);
        }
    }

    [Fact]
    public void A_portable_signature_survives_a_copy_and_a_bound_one_does_not()
    {
        mount.Write("portable", "content");
        mount.Write("bound", "content");
        Heard.Run(mount, () => new SignAction(Plan() with { Evm = EvmLabel.Portable }), new LabelOptions(), "portable");
        Heard.Run(mount, () => new SignAction(Plan() with { Evm = EvmLabel.Bound }), new LabelOptions(), "bound");
        TestMount.Shell($"cd {mount.Root} && for f in portable bound; do cp -p $f copy-$f; for x in ima evm; do setfattr -n security.$x -v 0x$(getfattr --only-values -n security.$x $f | od -An -tx1 -v | tr -d ' \\n') copy-$f; done; done");
        var heard = Verify("appraise", evm: true);
        Assert.Equal(new FileOutcome(FileStatusWord.Good), heard["portable"]);
        Assert.Equal(new FileOutcome(FileStatusWord.Good), heard["copy-portable"]);
        Assert.Equal(new FileOutcome(FileStatusWord.Good), heard["bound"]);
        Assert.Equal(new FileOutcome(FileStatusWord.Bad, "invalid-HMAC"), heard["copy-bound"]);
    }

    [Fact]
    public void A_portable_signature_of_a_file_without_security_ima_is_refused()
    {
        mount.Write("file", "content");
        Assert.Equal(new FileOutcome(FileStatusWord.Failed, SignAction.NoIma), Sign(Plan() with { Ima = ImaLabel.Keep, Evm = EvmLabel.Portable })["file"]);
    }

    [Fact]
    public void The_signature_over_a_verity_digest_is_that_of_the_kernel_s_digest()
    {
        var path = mount.Write("file", new string('x', 10_000));
        Sign(Plan() with { Ima = ImaLabel.VeritySignature });
        var label = Heard.LabelOf(path)!;
        using var verity = new VerityDigest(VerityAlgo.Sha256);
        verity.Append(Encoding.UTF8.GetBytes(new string('x', 10_000)));
        var keys = new Keyring();
        keys.Add(key.Key.PublicKey);
        Assert.Equal(6, label[0]);
        Assert.True(new SignatureVerifier(keys).Verify(label, verity.Finish()).IsGood);
    }

    [Fact]
    public void A_policy_chooses_the_files_and_the_kind_of_label()
    {
        mount.Write("tool", "#!", mode: UnixFileMode.UserRead | UnixFileMode.UserExecute);
        mount.Write("config", "1");
        mount.Write("theirs", "2");
        TestMount.Shell($"chown 7:7 {mount.Root}/theirs");
        const string Policy = "dont_appraise fowner=7\nappraise func=BPRM_CHECK appraise_type=imasig appraise_algos=sha512\nappraise func=FILE_CHECK mask=MAY_READ\n";
        var rules = Given.Rules(Policy);
        var heard = Heard.Run(mount, () => new RequiredAction(new AppraisedByPolicy(rules, Given.Setup(), [Subject.Root]), requirement => RequiredSigning.Of(requirement, Plan())));
        Assert.Equal(new FileOutcome(FileStatusWord.Skipped, VerifyAction.NotAppraised), heard["theirs"]);
        Assert.Equal([3, 2, (byte)HashAlgo.Sha512], Heard.LabelOf($"{mount.Root}/tool")![..3]);
        Assert.Equal(Given.HashLabel("1"), Heard.LabelOf($"{mount.Root}/config"));
        var kernel = new FirstAccess(Given.Setup(), Keys(), SignatureDepth.Full);
        var verified = Heard.Run(mount, () => new VerifyAction(kernel, new AppraisedByPolicy(rules, Given.Setup(), [Subject.Root]), hasKeys: true), new LabelOptions { Recursive = true, Jobs = 1 });
        Assert.Equal(FileStatusWord.Good, verified["tool"].Status);
        Assert.Equal(FileStatusWord.Good, verified["config"].Status);
        Assert.Equal(FileStatusWord.Skipped, verified["theirs"].Status);
    }

    [Fact]
    public void Rules_that_leave_no_algorithm_are_a_failure_with_the_kernel_s_cause()
    {
        mount.Write("file", "content");
        var rules = Given.Rules("appraise func=FILE_CHECK appraise_type=imasig appraise_algos=wp512\n");
        var heard = Heard.Run(mount, () => new RequiredAction(new AppraisedByPolicy(rules, Given.Setup(), [Subject.Root]), requirement => RequiredSigning.Of(requirement, Plan())));
        Assert.Equal(new FileOutcome(FileStatusWord.Failed, RequiredSigning.DeniedAlgorithm), heard["file"]);
    }

    [Fact]
    public void Fixing_writes_digests_where_they_do_and_signs_where_they_do_not()
    {
        var unlabelled = mount.Write("unlabelled", "content");
        var wrong = mount.Write("wrong", "content", [4, (byte)HashAlgo.Sha512, .. new byte[64]]);
        mount.Write("right", "content", Given.HashLabel("content"));
        var verity = mount.Write("verity", "content", [6, 3, 4, 0, 0, 0, 0, 0, 1, 9]);
        var heard = Fix("appraise", sign: null);
        Assert.Equal(new FileOutcome(FileStatusWord.Written, "missing-hash").Status, heard["unlabelled"].Status);
        Assert.Equal(Given.HashLabel("content"), Heard.LabelOf(unlabelled));
        Assert.Equal(Given.HashLabel("content", HashAlgo.Sha512), Heard.LabelOf(wrong));
        Assert.Equal(new FileOutcome(FileStatusWord.Unchanged), heard["right"]);
        Assert.Equal(new FileOutcome(FileStatusWord.Bad, "invalid-verity-signature"), heard["verity"]);
        Assert.Equal(6, Heard.LabelOf(verity)![0]);

        Assert.All(Fix("appraise appraise_type=imasig", sign: null).All, file => Assert.Equal(FileStatusWord.Bad, file.Outcome.Status));
        Assert.All(Fix("appraise appraise_type=imasig", new SignAction(Plan())).All, file => Assert.Equal(FileStatusWord.Written, file.Outcome.Status));
        Assert.All(Verify("appraise appraise_type=imasig").All, file => Assert.Equal(FileStatusWord.Good, file.Outcome.Status));
    }

    [Fact]
    public void A_file_system_without_attributes_has_the_kernel_s_verdict()
    {
        using var ramfs = TestMount.Ramfs();
        ramfs.Write("file", "content");
        var kernel = new FirstAccess(Given.Setup(), Keys(), SignatureDepth.Full);
        var heard = Heard.Run(ramfs, () => new VerifyAction(kernel, new AppraisedByRule(Given.Rules("appraise\n")[0], Given.Setup()), hasKeys: true), new LabelOptions { Recursive = true, Jobs = 1 });
        Assert.Equal(FileStatusWord.Bad, heard["file"].Status);
        Assert.Equal(new FileOutcome(FileStatusWord.Failed, "", Errno.EOPNOTSUPP), Heard.Run(ramfs, () => new SignAction(Plan()))["file"]);
    }

    private static SigningKeyFile KeyOf(AsymmetricAlgorithm key)
    {
        Assert.True(SigningKeyFile.TryRead(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()), null, out var read, out _, out var reason), reason);
        return read;
    }

    private Keyring Keys()
    {
        var keys = new Keyring();
        keys.Add(key.Key.PublicKey);
        return keys;
    }

    private SignPlan Plan()
    {
        Assert.True(SigningKeyId.TryFind(key, null, null, out var id, out _));
        return new SignPlan { Maker = new SignatureMaker(key.Key, id.KeyId) };
    }

    private Heard Sign(SignPlan plan) => Heard.Run(mount, () => new SignAction(plan));

    private Heard Verify(string rule, bool evm = false) => Heard.Run(mount, () => Verification(rule, evm));

    private Heard Fix(string rule, SignAction? sign) => Heard.Run(
        mount,
        () => new FixAction(Verification(rule, evm: false), new AppraisedByRule(Given.Rules(rule + "\n")[0], Given.Setup()), HashAlgo.Sha256, v3ForFiles: false, sign),
        new LabelOptions { Recursive = true, Jobs = 1 });

    private VerifyAction Verification(string rule, bool evm)
    {
        var setup = Given.Setup();
        return new VerifyAction(
            new FirstAccess(setup, Keys(), SignatureDepth.Full, evm ? Keys() : null, evm ? (ReadOnlyMemory<byte>?)new byte[32] : null),
            new AppraisedByRule(Given.Rules(rule + "\n")[0], setup),
            hasKeys: true);
    }
}
