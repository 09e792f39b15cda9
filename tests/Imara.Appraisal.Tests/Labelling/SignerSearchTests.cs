using Imara.Appraisal.Labelling;
using Imara.Engine.Files;
using Imara.Signatures.Keys;

namespace Imara.Appraisal.Tests.Labelling;

/// <summary>Whose signature did not pass: by a key that is known, or by one that is not.</summary>
public class SignerSearchTests
{
    private static readonly byte[] Foreign = [3, 2, 4, 1, 2, 3, 4, 0, 2, 9, 9];

    [Theory]
    [InlineData("invalid-signature", true)]
    [InlineData("invalid-verity-signature", true)]
    [InlineData(VerifyAction.NoKey, true)]
    [InlineData("invalid-hash", false)]
    [InlineData("missing-hash", false)]
    [InlineData("IMA-signature-required", false)]
    [InlineData("invalid-HMAC", false)]
    public void The_signer_is_named_where_a_signature_is_the_reason(string cause, bool isNamed) =>
        Assert.Equal(isNamed ? "01020304" : null, new SignerSearch(Given.Keys).Find(new SeenFile("content", Foreign), cause, null)?.KeyId);

    [Theory]
    [InlineData("invalid-HMAC")]
    [InlineData("invalid-fail-immutable")]
    public void About_EVM_it_is_the_signer_of_EVM_s_label_among_EVM_s_keys(string cause)
    {
        var file = new SeenFile("content", Given.Signature("content")) { Attributes = { ["security.evm"] = XattrRead.Of((byte[])[5, .. Foreign[1..]]) } };
        Assert.Null(new SignerSearch(Given.Keys).Find(file, cause, null));
        var named = new SignerSearch(Given.Keys, new Keyring()).Find(file, cause, null)!;
        Assert.Equal(("01020304", false, 0), (named.KeyId, named.IsKnown, named.Known.Length));
        Assert.Null(new SignerSearch(Given.Keys, new Keyring()).Find(new SeenFile("content", Foreign), cause, null));
    }

    [Fact]
    public void Known_keys_are_told_from_others()
    {
        var mine = new SignerSearch(Given.Keys).Find(new SeenFile("content", Given.Signature("other")), "invalid-signature", null)!;
        Assert.True(mine.IsKnown);
        Assert.Equal([mine.KeyId], mine.Known);
        Assert.False(new SignerSearch(Given.Keys).Find(new SeenFile("content", Foreign), "invalid-signature", null)!.IsKnown);
    }

    [Theory]
    [InlineData("03")]
    [InlineData("0302")]
    [InlineData("0304041122334400020909")]
    [InlineData("0301")]
    [InlineData("0404")]
    [InlineData("")]
    public void What_is_no_signature_has_no_signer(string label) =>
        Assert.Null(new SignerSearch(Given.Keys).Find(new SeenFile("content", Convert.FromHexString(label)), "invalid-signature", null));
}
