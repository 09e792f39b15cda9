using System.Security.Cryptography;
using System.Text;
using Imara.Appraisal.Labelling;
using Imara.Appraisal.Simulating;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Appraisal.Tests.Labelling;

/// <summary>The label that rules ask for is the one that is made.</summary>
public sealed class RequiredSigningTests : IDisposable
{
    private readonly SigningKeyFile key = Key();

    public void Dispose() => key.Dispose();

    [Theory]
    [InlineData("appraise func=FILE_CHECK", HashAlgo.Sha256, "digest Sha256")]
    [InlineData("appraise func=FILE_CHECK", HashAlgo.Sha512, "digest Sha512")]
    [InlineData("appraise func=FILE_CHECK appraise_type=imasig", HashAlgo.Sha256, "signature 2 Sha256")]
    [InlineData("appraise func=FILE_CHECK appraise_type=imasig", HashAlgo.Sha384, "signature 2 Sha384")]
    [InlineData("appraise func=FILE_CHECK appraise_type=imasig appraise_algos=sha512", HashAlgo.Sha256, "signature 2 Sha512")]
    [InlineData("appraise func=FILE_CHECK appraise_type=sigv3", HashAlgo.Sha256, "signature 3 Sha256")]
    [InlineData("appraise func=FILE_CHECK digest_type=verity appraise_type=sigv3", HashAlgo.Sha256, "verity 3 Sha256")]
    [InlineData("appraise func=FILE_CHECK digest_type=verity appraise_type=sigv3", HashAlgo.Sha512, "verity 3 Sha512")]
    [InlineData("appraise func=FILE_CHECK digest_type=verity appraise_type=sigv3 appraise_algos=sha512", HashAlgo.Sha256, "verity 3 Sha512")]
    [InlineData("appraise func=FILE_CHECK digest_type=verity appraise_type=sigv3", HashAlgo.Sha384, "denied-hash-algorithm")]
    public void The_kind_the_version_and_the_algorithm_are_those_of_the_rules(string rule, HashAlgo asked, string expected)
    {
        var outcome = Act(rule, new SignPlan { Algo = asked, Maker = Maker() }, new SeenFile());
        Assert.Equal(expected, outcome.First.Value switch
        {
            [4, var algo, ..] => $"digest {(HashAlgo)algo}",
            [3, var version, var algo, ..] => $"signature {version} {(HashAlgo)algo}",
            [6, var version, var algo, ..] => $"verity {version} {(HashAlgo)algo}",
            _ => outcome.Cause,
        });
    }

    [Fact]
    public void A_digest_comes_with_EVM_s_label_where_that_is_asked_for()
    {
        var plan = new SignPlan { Evm = EvmLabel.Hmac, HmacKey = new byte[32], Maker = Maker() };
        Assert.Equal("security.evm", Act("appraise func=FILE_CHECK", plan, new SeenFile()).Second.Name);
        Assert.Null(Act("appraise func=FILE_CHECK", plan with { Evm = EvmLabel.None }, new SeenFile()).Second.Name);
    }

    [Fact]
    public void Where_a_digest_is_enough_a_signature_is_kept_unless_forced()
    {
        var signed = new SeenFile("content", [3, 2, 4, 1, 2, 3, 4, 0, 2, 9, 9]);
        Assert.Equal(new FileOutcome(FileStatusWord.Skipped, HashAction.Signed), Act("appraise func=FILE_CHECK", new SignPlan { Maker = Maker() }, signed));
        Assert.Equal(FileStatusWord.Written, Act("appraise func=FILE_CHECK", new SignPlan { Maker = Maker(), Force = true }, signed).Status);
    }

    [Fact]
    public void The_kernel_s_verity_digest_is_signed_where_there_is_one()
    {
        var digest = Digest.Zero(HashAlgo.Sha256);
        var value = Act("appraise func=FILE_CHECK digest_type=verity appraise_type=sigv3", new SignPlan { Maker = Maker() }, new SeenFile { KernelVerity = digest }).First.Value;
        Assert.True(Maker(version: 3).IsRight(value, ImaXattrType.VeritySignature, digest));
    }

    [Fact]
    public void What_is_signed_right_is_left_and_what_is_not_is_signed_anew()
    {
        const string Rule = "appraise func=FILE_CHECK appraise_type=imasig";
        var plan = new SignPlan { Maker = Maker() };
        var made = Act(Rule, plan, new SeenFile()).First.Value!;
        Assert.Equal(FileStatusWord.Unchanged, Act(Rule, plan, new SeenFile("content", made)).Status);
        Assert.Equal(FileStatusWord.Written, Act(Rule, plan, new SeenFile("changed", made)).Status);
        Assert.Equal(FileStatusWord.Written, Act(Rule, plan with { Force = true }, new SeenFile("content", made)).Status);
    }

    private static FileOutcome Act(string rule, SignPlan plan, SeenFile file) =>
        new RequiredAction(new AppraisedByPolicy(Given.Rules(rule + "\n", "7.2"), Given.Setup("7.2"), [Subject.Root]), requirement => RequiredSigning.Of(requirement, plan)).Act(file);

    private static SigningKeyFile Key()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(SigningKeyFile.TryRead(Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()), null, out var read, out _, out var reason), reason);
        return read;
    }

    private SignatureMaker Maker(byte version = 2) => new(key.Key, 0x01020304, version);
}
