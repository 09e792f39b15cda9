using System.Text;
using CsCheck;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Tests.Kernels;

public class KernelConfigReaderTests
{
    // As a distribution's configuration has them; the lines between are about other things.
    private const string Sample = """
        #
        # Automatically generated file; DO NOT EDIT.
        # Linux/x86 6.12.117 Kernel Configuration
        #
        CONFIG_CC_VERSION_TEXT="gcc (Debian 12.2.0-14+deb12u1) 12.2.0"
        CONFIG_SECURITY_SELINUX=y
        # CONFIG_SECURITY_SMACK is not set
        CONFIG_SECURITY_APPARMOR=y
        CONFIG_INTEGRITY=y
        # CONFIG_INTEGRITY_TRUSTED_KEYRING is not set
        CONFIG_IMA=y
        # CONFIG_IMA_KEXEC is not set
        CONFIG_IMA_MEASURE_PCR_IDX=12
        CONFIG_IMA_LSM_RULES=y
        CONFIG_IMA_NG_TEMPLATE=y
        # CONFIG_IMA_SIG_TEMPLATE is not set
        CONFIG_IMA_DEFAULT_TEMPLATE="ima-sig"
        CONFIG_IMA_DEFAULT_HASH_SHA256=y
        CONFIG_IMA_DEFAULT_HASH="sha512"
        # CONFIG_IMA_WRITE_POLICY is not set
        CONFIG_IMA_READ_POLICY=y
        CONFIG_IMA_APPRAISE=y
        # CONFIG_IMA_APPRAISE_MODSIG is not set
        CONFIG_EVM=y
        CONFIG_EVM_ATTR_FSUUID=y
        # CONFIG_CRYPTO_MD4 is not set
        CONFIG_CRYPTO_MD5=y
        CONFIG_CRYPTO_SHA1=y
        CONFIG_CRYPTO_SHA256=y
        CONFIG_CRYPTO_SHA512=m
        CONFIG_CRYPTO_SHA3=m
        # CONFIG_CRYPTO_SM3_GENERIC is not set

        """;

    [Fact]
    public void A_configuration_says_what_IMA_is_built_with()
    {
        Assert.True(KernelConfigReader.TryRead(Encoding.UTF8.GetBytes(Sample), out var config, out _));
        Assert.Equal(new KernelVersion(6, 12, 117), config.Version);
        Assert.True(config.HasIma);
        Assert.Equal(KernelOption.LsmRules | KernelOption.ReadPolicy | KernelOption.Appraise | KernelOption.EvmAttrFsuuid, config.Options);
        Assert.Equal((HashAlgo.Sha512, "ima-sig", 12), (config.DefaultHash, config.DefaultTemplate, config.MeasurePcr));
        Assert.Equal("md5,sha1,sha256,sha224", config.BuiltInHashes.ToString());
        Assert.Equal("sha384,sha512,sha3-256,sha3-384,sha3-512", config.ModuleHashes.ToString());
        Assert.Equal(["security.selinux", "security.apparmor", "security.ima", "security.capability"], config.EvmXattrs);
    }

    [Fact]
    public void Modules_count_as_usable_with_a_note()
    {
        KernelConfigReader.TryRead(Encoding.UTF8.GetBytes(Sample), out var config, out _);
        var notes = new List<Imara.Diagnostics.Diagnostic>();
        var kernel = KernelChoice.OfConfig(config, version: null, notes);
        Assert.Equal(new KernelVersion(6, 12, 117), kernel.Version);
        Assert.True(kernel.UsableHashes.Contains(HashAlgo.Sha512));
        Assert.False(kernel.BootHashes.Contains(HashAlgo.Sha512));
        Assert.Contains("sha512", Assert.Single(notes).Message);
    }

    [Fact]
    public void A_configuration_without_IMA_says_so()
    {
        Assert.True(KernelConfigReader.TryRead("# Linux/x86 6.18.44 Kernel Configuration\n# CONFIG_INTEGRITY is not set\n"u8, out var config, out _));
        Assert.False(config.HasIma);
    }

    [Theory]
    [InlineData("# Linux/x86_64 5.4.0-42-generic Kernel Configuration", "5.4")]
    [InlineData("# Linux/arm64 6.1.192 Kernel Configuration", "6.1.192")]
    [InlineData("# Linux/x86 Kernel Configuration", null)]
    [InlineData("#", null)]
    public void The_header_names_the_version(string header, string? version)
    {
        Assert.True(KernelConfigReader.TryRead(Encoding.UTF8.GetBytes(header + "\nCONFIG_IMA=y\n"), out var config, out _));
        Assert.Equal(version, config.Version?.ToString());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("measure func=BPRM_CHECK\n", 0)]
    [InlineData("CONFIG_IMA=y\nCONFIG_IMA_MEASURE_PCR_IDX=64\n", 13)]
    [InlineData("CONFIG_IMA=y\nCONFIG_IMA_DEFAULT_HASH=\"sha-256\"\n", 13)]
    [InlineData("CONFIG_IMA=y\nCONFIG_IMA_DEFAULT_TEMPLATE=\"ima-sigv3\"\n", 13)]
    public void What_is_no_configuration_is_refused_with_its_offset(string text, long offset)
    {
        Assert.False(KernelConfigReader.TryRead(Encoding.UTF8.GetBytes(text), out _, out var error));
        Assert.Equal(offset, error.Offset);
    }

    [Fact]
    public void Any_bytes_are_answered() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        if (!KernelConfigReader.TryRead(bytes, out _, out var error))
        {
            Assert.InRange(error.Offset, 0, bytes.Length);
        }
    });

    [Fact]
    public void The_crypto_table_lists_digests_and_other_things()
    {
        var table = CryptoTable.Read(
            """
            name         : hmac(sha256)
            type         : shash

            name         : sha256
            driver       : sha256-generic
            type         : shash

            name         : sha512
            type         : ahash

            name         : sha1
            type         : skcipher

            name         : sha3-256
            type         : shash
            """u8);
        Assert.Equal("sha256,sha512,sha3-256", table.ToString());
    }
}
