using System.Text;
using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Tests.Kernels;

public class SchemeTableTests
{
    private const SignatureSchemes Debian = SignatureSchemes.Rsa | SignatureSchemes.Ecdsa | SignatureSchemes.Ecrdsa;

    [Theory]
    [InlineData("5.10", SignatureSchemes.Rsa | SignatureSchemes.Ecrdsa | SignatureSchemes.Sm2)]
    [InlineData("6.1", SignatureSchemes.All & ~SignatureSchemes.EcdsaP521 & ~SignatureSchemes.MlDsa)]
    [InlineData("6.9", SignatureSchemes.All & ~SignatureSchemes.EcdsaP521 & ~SignatureSchemes.MlDsa)]
    [InlineData("6.10", SignatureSchemes.All & ~SignatureSchemes.MlDsa)]
    [InlineData("6.12", SignatureSchemes.All & ~SignatureSchemes.MlDsa & ~SignatureSchemes.Sm2)]
    [InlineData("7.2", SignatureSchemes.All & ~SignatureSchemes.Sm2)]
    public void A_version_with_everything_configured_knows_what_had_been_written_by_then(string version, SignatureSchemes expected)
    {
        Assert.True(KernelVersion.TryParse(version, out var number));
        Assert.Equal(expected, SchemeTable.Of(number));
        Assert.Equal(expected, KnownKernels.OfVersion(number).Schemes);
    }

    [Theory]
    [InlineData("6.1-debian", SignatureSchemes.Rsa | SignatureSchemes.Ecrdsa)]
    [InlineData("6.12-debian", Debian)]
    [InlineData("7.3-debian", Debian)]
    public void A_recorded_kernel_knows_what_its_configuration_says(string name, SignatureSchemes expected) => Assert.Equal(expected, KnownKernels.Find(name)!.Schemes);

    [Theory]
    [InlineData("CONFIG_CRYPTO_RSA=y\n# CONFIG_CRYPTO_ECDSA is not set\nCONFIG_CRYPTO_ECRDSA=m\n", SignatureSchemes.Rsa | SignatureSchemes.Ecrdsa, SignatureSchemes.Ecrdsa)]
    [InlineData("CONFIG_CRYPTO_RSA=y\nCONFIG_CRYPTO_ECDSA=y\n", SignatureSchemes.Rsa | SignatureSchemes.Ecdsa, SignatureSchemes.None)]
    [InlineData("CONFIG_CRYPTO_RSA=m\n", SignatureSchemes.Rsa, SignatureSchemes.Rsa)]
    [InlineData("CONFIG_CRYPTO_SHA256=y\n", SignatureSchemes.All & ~SignatureSchemes.MlDsa & ~SignatureSchemes.Sm2, SignatureSchemes.None)]
    [InlineData("CONFIG_CRYPTO_RSA=y\nCONFIG_CRYPTO_MLDSA=y\n", SignatureSchemes.Rsa, SignatureSchemes.None)]
    public void A_configuration_says_what_is_built_in_and_what_is_a_module(string text, SignatureSchemes expected, SignatureSchemes modules)
    {
        Assert.True(KernelConfigReader.TryRead(Encoding.UTF8.GetBytes("CONFIG_IMA=y\n" + text), out var config, out _));
        var kernel = KernelChoice.OfConfig(config, new KernelVersion(6, 12), []);
        Assert.Equal((expected, modules), (kernel.Schemes, kernel.ModuleSchemes));
    }

    [Fact]
    public void The_crypto_table_lists_what_is_there()
    {
        var text = "name         : ecdsa-nist-p256\ndriver       : ecdsa-nist-p256-generic\n\nname         : rsa\n\nname         : pkcs1pad(rsa,sha256)\n\nname : ecdsa-nist-p384\n"u8;
        Assert.Equal(SignatureSchemes.Rsa | SignatureSchemes.EcdsaP256 | SignatureSchemes.EcdsaP384, SchemeTable.Read(text));
        Assert.Equal(SignatureSchemes.None, SchemeTable.Read("driver : rsa\nrsa\n"u8));
    }

    [Fact]
    public void A_running_kernel_knows_what_its_configuration_or_else_its_table_has()
    {
        var table = SignatureSchemes.Rsa;
        Assert.Equal(table, KernelChoice.OfRunning(new RunningKernelFacts("6.12.1", null, HashAlgoSet.All, table), []).Schemes);
        Assert.True(KernelConfigReader.TryRead("CONFIG_IMA=y\nCONFIG_CRYPTO_RSA=y\nCONFIG_CRYPTO_ECDSA=m\n"u8, out var config, out _));
        Assert.Equal(SignatureSchemes.Rsa | SignatureSchemes.Ecdsa, KernelChoice.OfRunning(new RunningKernelFacts("6.12.1", config, HashAlgoSet.All, table), []).Schemes);
        Assert.Equal(SchemeTable.Of(new KernelVersion(6, 12)), KernelChoice.OfRunning(new RunningKernelFacts("6.12.1", null, null), []).Schemes);
    }

    [Fact]
    public void The_option_of_a_scheme_is_named()
    {
        Assert.Equal("CONFIG_CRYPTO_ECDSA", SchemeTable.OptionOf(SignatureSchemes.EcdsaP256));
        Assert.Equal("CONFIG_CRYPTO_MLDSA", SchemeTable.OptionOf(SignatureSchemes.MlDsa));
    }

    [Fact]
    public void Modules_of_a_recorded_kernel_count_with_a_note_as_those_of_a_configuration_do()
    {
        var notes = new List<Diagnostic>();
        var recorded = KernelChoice.OfRecorded("6.1-debian", notes)!;
        Assert.True(KernelConfigReader.TryRead(
            "CONFIG_IMA=y\nCONFIG_CRYPTO_MD5=y\nCONFIG_CRYPTO_SHA1=y\nCONFIG_CRYPTO_SHA256=y\nCONFIG_CRYPTO_MD4=m\nCONFIG_CRYPTO_RMD160=m\nCONFIG_CRYPTO_SHA512=m\nCONFIG_CRYPTO_SHA3=m\nCONFIG_CRYPTO_STREEBOG=m\nCONFIG_CRYPTO_WP512=m\n"u8,
            out var config, out _));
        var configured = new List<Diagnostic>();
        var built = KernelChoice.OfConfig(config, new KernelVersion(6, 1), configured);
        Assert.Equal(built.UsableHashes.ToString(), recorded.UsableHashes.ToString());
        Assert.True(recorded.UsableHashes.Contains(HashAlgo.Sha512));
        Assert.Equal(Assert.Single(configured).Message, Assert.Single(notes).Message);
        Assert.Null(KernelChoice.OfRecorded("6.1-none", notes));
        Assert.Same(KnownKernels.Find("6.12-debian"), KernelChoice.OfRecorded("6.12-debian", notes));
    }
}
