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
    public void An_appended_signature_that_nobody_can_verify_is_never_good()
    {
        const string Rule = "appraise func=MODULE_CHECK appraise_type=imasig|modsig";
        Append("good.ko", "module");
        File.WriteAllBytes($"{mount.Root}/changed.ko", [(byte)'M', .. Append("changed.ko", "module")[1..]]);
        mount.Write("labelled.ko", "");
        Heard.Run(mount, () => new HashAction(HashAlgo.Sha256), new LabelOptions(), "good.ko");
        Append("labelled.ko", "module");
        Heard.Run(mount, () => new HashAction(HashAlgo.Sha256), new LabelOptions(), "labelled.ko");

        var withKey = Verify(Rule);
        Assert.Equal(FileStatusWord.Good, withKey["good.ko"].Status);
        Assert.Equal(FileStatusWord.Good, withKey["labelled.ko"].Status);
        Assert.Equal("invalid-signature", withKey["changed.ko"].Cause);

        Assert.All(WithoutKey(Rule).All, file => Assert.Equal((FileStatusWord.Unchecked, "no-key-given"), (file.Outcome.Status, file.Outcome.Cause)));
        var policy = Given.Rules(Rule + "\n");
        Assert.Equal(3, WithoutKey(Rule).All.Count);
        TestMount.Shell($"mkdir -p {mount.Root}/lib/modules && mv {mount.Root}/*.ko {mount.Root}/lib/modules");
        var byPolicy = Heard.Run(mount, () => new VerifyAction(new FirstAccess(Given.Setup(), new Keyring(), SignatureDepth.Form), new AppraisedByPolicy(policy, Given.Setup(), [Subject.Root]), hasKeys: false));
        Assert.Equal(3, byPolicy.All.Count);
        Assert.All(byPolicy.All, file => Assert.Equal(FileStatusWord.Unchecked, file.Outcome.Status));
    }

    [Theory]
    [InlineData("03020411223344000401020304")]
    [InlineData("0301000000000000000102030405060708090000020010aabb")]
    [InlineData("06030411223344000401020304")]
    public void No_kind_of_signature_is_good_without_a_key(string label)
    {
        mount.Write("file", "content", Convert.FromHexString(label));
        foreach (var rule in (string[])["appraise", "appraise appraise_type=imasig", "appraise digest_type=verity appraise_type=sigv3"])
        {
            Assert.NotEqual(FileStatusWord.Good, WithoutKey(rule)["file"].Status);
        }
    }

    [Fact]
    public void A_digest_needs_no_key()
    {
        mount.Write("file", "content", Given.HashLabel("content"));
        Assert.Equal(FileStatusWord.Good, WithoutKey("appraise")["file"].Status);
    }

    [Fact]
    public void A_wrong_key_and_a_changed_content_differ()
    {
        mount.Write("file", "content");
        var other = mount.Write("other", "content");
        var changed = mount.Write("changed", "content");
        Sign(Plan());
        File.AppendAllText(changed, "more");
        TestMount.Shell($"setfattr -n security.ima -v 0x030204112233440008$(printf 00%.0s 1 2 3 4 5 6 7 8) {other}");
        var mine = KeyIdOfMine();
        var heard = Heard.Run(mount, () => Verification("appraise appraise_type=imasig", evm: false, told: true), new LabelOptions { Recursive = true, Jobs = 1 });
        Assert.Null(heard["file"].Signer);
        Assert.Equal(("11223344", mine, false), (heard["other"].Signer!.KeyId, Assert.Single(heard["other"].Signer!.Known), heard["other"].Signer!.IsKnown));
        Assert.Equal((mine, mine, true), (heard["changed"].Signer!.KeyId, Assert.Single(heard["changed"].Signer!.Known), heard["changed"].Signer!.IsKnown));
        Assert.Equal("invalid-signature", heard["other"].Cause);
        Assert.Equal("invalid-signature", heard["changed"].Cause);
    }

    [Fact]
    public void A_policy_finds_modules_by_where_they_are_and_not_by_the_path_given()
    {
        mount.Write("lib/modules/6.12/x.ko", "module");
        mount.Write("etc/ima/ima-policy", "policy");
        TestMount.Shell($"ln -s lib/modules {mount.Root}/short && ln -s 6.12/x.ko {mount.Root}/lib/modules/y");
        var rules = Given.Rules("appraise func=MODULE_CHECK appraise_type=imasig\nappraise func=POLICY_CHECK appraise_type=imasig\n");
        var before = Environment.CurrentDirectory;
        try
        {
            foreach (var (directory, path) in ((string, string)[])[("/", mount.Root), ("lib", "modules"), ("lib/modules", "6.12"), ("lib/modules", "."), ("lib/modules/6.12", "x.ko"), ("lib/modules", "y"), ("", "short"), ("etc", "ima"), ("etc/ima", "ima-policy")])
            {
                Environment.CurrentDirectory = Path.Combine(mount.Root, directory);
                var heard = new Heard();
                new TreeLabeller(() => new VerifyAction(new FirstAccess(Given.Setup(), Keys(), SignatureDepth.Full), new AppraisedByPolicy(rules, Given.Setup(), [Subject.Root]), hasKeys: true), new LabelOptions { Recursive = true, Jobs = 1 }, heard)
                    .Run([Encoding.UTF8.GetBytes(path)], CancellationToken.None);
                Assert.NotEmpty(heard.All);
                Assert.All(heard.All, file => Assert.Equal(FileStatusWord.Bad, file.Outcome.Status));
            }
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
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

    private Heard WithoutKey(string rule) => Heard.Run(
        mount,
        () => new VerifyAction(new FirstAccess(Given.Setup(), new Keyring(), SignatureDepth.Form), new AppraisedByRule(Given.Rules(rule + "\n")[0], Given.Setup()), hasKeys: false));

    private VerifyAction Verification(string rule, bool evm, bool told = false)
    {
        var setup = Given.Setup();
        return new VerifyAction(
            new FirstAccess(setup, Keys(), SignatureDepth.Full, evm ? Keys() : null, evm ? (ReadOnlyMemory<byte>?)new byte[32] : null),
            new AppraisedByRule(Given.Rules(rule + "\n")[0], setup),
            hasKeys: true,
            told ? new SignerSearch(Keys()) : null);
    }

    private string KeyIdOfMine()
    {
        Assert.True(SigningKeyId.TryFind(key, null, null, out var id, out _));
        return id.KeyId.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
    }

    private byte[] Append(string name, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        Assert.True(ModSigWriter.TrySign(key.Key, ModSigSigner.BySkid(key.Key.PublicKey.ComputeSkid()), Hashing.KernelHash.Compute(HashAlgo.Sha256, bytes), out var appended, out var reason), reason);
        byte[] all = [.. bytes, .. appended];
        File.WriteAllBytes($"{mount.Root}/{name}", all);
        return all;
    }
}
