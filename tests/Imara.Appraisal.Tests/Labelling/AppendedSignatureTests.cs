using System.Security.Cryptography;
using System.Text;
using Imara.Appraisal.Labelling;
using Imara.Appraisal.Simulating;
using Imara.Engine;
using Imara.Hashing;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Appraisal.Tests.Labelling;

/// <summary>Modules with a signature behind their content.</summary>
public sealed class AppendedSignatureTests : IDisposable
{
    private const string Appended = "appraise func=MODULE_CHECK appraise_type=imasig|modsig\n";

    private readonly SigningKeyFile key = Key();

    public void Dispose() => key.Dispose();

    [Theory]
    [InlineData(Appended, true, true, FileStatusWord.Good, "")]
    [InlineData(Appended, true, false, FileStatusWord.Unchecked, "no-key-given")]
    [InlineData(Appended, false, true, FileStatusWord.Bad, "invalid-signature")]
    [InlineData("appraise func=MODULE_CHECK\n", true, false, FileStatusWord.Good, "")]
    [InlineData("appraise func=FILE_CHECK\n", true, false, FileStatusWord.Good, "")]
    [InlineData(Appended + "appraise func=FILE_CHECK\n", true, false, FileStatusWord.Unchecked, "no-key-given")]
    [InlineData("appraise func=FILE_CHECK\n" + Appended, true, true, FileStatusWord.Good, "")]
    public void It_counts_where_a_rule_takes_it(string policy, bool isWhole, bool hasKeys, FileStatusWord expected, string cause)
    {
        var outcome = Verify(policy, isWhole, hasKeys, signers: null);
        Assert.Equal((expected, cause), (outcome.Status, outcome.Cause));
        Assert.Null(outcome.Signer);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    public void Who_signed_is_told_by_what_the_signature_says(bool isWhole, bool hasKeys, bool isKnown)
    {
        var signer = Verify(Appended, isWhole, hasKeys, new SignerSearch(hasKeys ? Keys() : new Keyring())).Signer!;
        Assert.Equal((isKnown, isKnown ? 1 : 0), (signer.IsKnown, signer.Known.Length));
        Assert.NotEmpty(signer.KeyId);
    }

    [Fact]
    public void Where_no_rule_takes_it_nobody_is_named_for_it() =>
        Assert.Null(Verify("appraise func=MODULE_CHECK appraise_type=imasig\n", isWhole: true, hasKeys: true, new SignerSearch(Keys())).Signer);

    private FileOutcome Verify(string policy, bool isWhole, bool hasKeys, SignerSearch? signers)
    {
        var content = "module"u8.ToArray();
        Assert.True(ModSigWriter.TrySign(key.Key, ModSigSigner.BySkid(key.Key.PublicKey.ComputeSkid()), KernelHash.Compute(HashAlgo.Sha256, content), out var appended, out var reason), reason);
        byte[] bytes = [.. isWhole ? content : "MODULE"u8.ToArray(), .. appended];
        byte[] label = [4, 4, .. SHA256.HashData(bytes)];
        var action = new VerifyAction(
            new FirstAccess(Given.Setup(), hasKeys ? Keys() : new Keyring(), hasKeys ? SignatureDepth.Full : SignatureDepth.Form),
            new AppraisedByPolicy(Given.Rules(policy), Given.Setup(), [Subject.Root]),
            hasKeys,
            signers);
        return action.Act(new SeenFile(null, isWhole ? label : null) { Bytes = bytes });
    }

    private static SigningKeyFile Key()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(SigningKeyFile.TryRead(Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()), null, out var read, out _, out var reason), reason);
        return read;
    }

    private Keyring Keys()
    {
        var keys = new Keyring();
        keys.Add(key.Key.PublicKey);
        return keys;
    }
}
