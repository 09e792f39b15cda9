using Imara.Cli.Evmctl.Options;

namespace Imara.Cli.Tests.Evmctl;

public class OptionReaderTests
{
    private const string Uuid = "12345678-9abc-def0-1234-56789abcdef0";

    [Theory]
    [InlineData("--keyid aabbccdd", 0xaabbccddu)]
    [InlineData("--keyid 0x1", 1u)]
    public void A_keyid_is_hex(string line, uint keyid) => Assert.Equal(keyid, Read(line).KeyId);

    [Theory]
    [InlineData("--mode 33188", 0x81a4)]
    [InlineData("--mode 0033188", 0x81a4)]
    public void A_mode_is_decimal(string line, int mode) => Assert.Equal(mode, (int)Read(line).Mode!.Value);

    [Theory]
    [InlineData("--keyid 0", "hex digits")]
    [InlineData("--keyid aabbccddee", "hex digits")]
    [InlineData("--keyid=", "hex digits")]
    [InlineData("--keyid +1", "hex digits")]
    [InlineData("--mode 0x81a4", "--mode: `0x81a4` is no decimal number up to 65535")]
    [InlineData("--mode 65536", "--mode: `65536`")]
    [InlineData("--uid -1", "--uid: `-1` is no decimal number up to 4294967295")]
    [InlineData("--ino zz", "--ino: `zz` is no decimal number up to 18446744073709551615")]
    [InlineData("--generation x", "--generation: `x`")]
    [InlineData("--ima abc", "--ima: `abc`")]
    [InlineData("--ima zz", "--ima: `zz`")]
    [InlineData("--ima=", "--ima: ``")]
    [InlineData("-a SHA256", "`SHA256`")]
    [InlineData("-uabc", "`abc` is no UUID")]
    [InlineData("-t fq", "there is no type `q`")]
    [InlineData("--engine tpm2", "`tpm2` cannot be loaded")]
    [InlineData("--provider legacy", "`legacy` cannot be loaded")]
    [InlineData("--verify-bank", "needs the name of a hash algorithm")]
    [InlineData("--verify-bank=md99", "`md99`")]
    public void A_value_that_means_nothing_is_refused(string line, string reason)
    {
        Assert.False(OptionReader.TryRead(LongOptions.Parse(line.Split(' '), OptionTable.All).Options, out _, out var why));
        Assert.Contains(reason, why);
    }

    [Fact]
    public void A_UUID_is_given_left_out_or_the_file_systems()
    {
        Assert.Null(Read("-v").Uuid);
        Assert.Empty(Read("-u")!.Uuid!);
        Assert.Empty(Read("--uuid=")!.Uuid!);
        Assert.Equal("123456789abcdef0123456789abcdef0", Convert.ToHexStringLower(Read("-u" + Uuid).Uuid!));
        Assert.Equal("123456789abcdef0123456789abcdef0", Convert.ToHexStringLower(Read("--uuid=" + Uuid.Replace("-", string.Empty)).Uuid!));
    }

    [Fact]
    public void A_label_of_SELinux_gets_the_NUL_that_the_kernel_keeps() => Assert.Equal("a:b\0"u8.ToArray(), Read("--selinux a:b").Selinux);

    [Fact]
    public void Capabilities_are_text_or_bytes()
    {
        Assert.Null(Read("--caps").Caps);
        Assert.Empty(Read("--caps=").Caps!);
        Assert.Equal("abc"u8.ToArray(), Read("--caps=abc").Caps);
        Assert.Equal([1, 0, 0, 2], Read("--caps=0x01000002").Caps);
    }

    [Fact]
    public void Types_are_letters()
    {
        Assert.Equal(FileTypes.Files, Read("-v").Types);
        Assert.Equal(FileTypes.Files | FileTypes.Unlabelled | FileTypes.OneFileSystem, Read("-t fxm").Types);
        Assert.Equal(FileTypes.None, Read("-t ds").Types);
    }

    [Theory]
    [InlineData("ripemd160", HashAlgo.Rmd160)]
    [InlineData("md_gost12_512", HashAlgo.Streebog512)]
    [InlineData("sha3-256", HashAlgo.Sha3_256)]
    public void Algorithms_have_the_kernels_names_and_those_of_OpenSSL(string name, HashAlgo algo) => Assert.Equal(algo, Read("-a " + name).Algo);

    [Theory]
    [InlineData("sign -u " + Uuid + " f", "sign|-u" + Uuid + "|f")]
    [InlineData("sign --uuid " + Uuid + " f", "sign|--uuid=" + Uuid + "|f")]
    [InlineData("sign -u f", "sign|-u|f")]
    [InlineData("sign -- -u " + Uuid, "sign|--|-u|" + Uuid)]
    [InlineData("ima_measurement --verify-bank sha256 list", "ima_measurement|--verify-bank=sha256|list")]
    [InlineData("ima_measurement --verify-bank list", "ima_measurement|--verify-bank|list")]
    public void A_value_apart_from_its_option_is_attached_where_it_can_be_nothing_else(string line, string attached) =>
        Assert.Equal(attached.Split('|'), DetachedValues.Attach(line.Split(' ')));

    private static EvmctlOptions Read(string line)
    {
        var given = LongOptions.Parse(DetachedValues.Attach(line.Split(' ')), OptionTable.All);
        Assert.Null(given.Error);
        Assert.True(OptionReader.TryRead(given.Options, out var options, out var reason), reason);
        return options;
    }
}
