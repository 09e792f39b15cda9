using CsCheck;

namespace Imara.Signatures.Tests;

/// <summary>docs/reference/appraisal.md 4.</summary>
public class EvmTests
{
    private static readonly EvmMetadata Metadata = new(38, 527889489, 1000, 1000, 0x81ed);
    private static readonly byte[] ImaValue = [0x04, 0x04, .. new byte[32]];

    [Fact]
    public void The_portable_layout_is_that_of_the_reference()
    {
        var input = EvmDigest.PortableInput(ProtectedXattrs.Default, Values(("security.ima", ImaValue)), Metadata);
        Assert.Equal([.. ImaValue, .. Convert.FromHexString("000000000000000000000000e8030000e8030000ed810000")], input!);
    }

    [Fact]
    public void Without_security_ima_there_is_no_portable_signature() =>
        Assert.Null(EvmDigest.PortableInput(ProtectedXattrs.Default, Values(("security.selinux", [1])), Metadata));

    [Theory]
    [InlineData(EvmMachine.LittleEndian64, "2600000000000000" + "51f4761f" + "e8030000" + "e8030000" + "ed81" + "0000")]
    [InlineData(EvmMachine.LittleEndian32, "26000000" + "51f4761f" + "e8030000" + "e8030000" + "ed81" + "0000")]
    [InlineData(EvmMachine.BigEndian64, "0000000000000026" + "1f76f451" + "000003e8" + "000003e8" + "81ed" + "0000")]
    [InlineData(EvmMachine.BigEndian32, "00000026" + "1f76f451" + "000003e8" + "000003e8" + "81ed" + "0000")]
    public void The_bound_layout_has_the_machines_size_and_byte_order(EvmMachine machine, string misc)
    {
        byte[] uuid = [.. Enumerable.Range(1, 16).Select(n => (byte)n)];
        var input = EvmDigest.BoundInput(ProtectedXattrs.Default, Values(), Metadata, uuid, machine);
        Assert.Equal([.. Convert.FromHexString(misc), .. uuid], input);
        Assert.Equal(Convert.FromHexString(misc), EvmDigest.BoundInput(ProtectedXattrs.Default, Values(), Metadata, [], machine));
    }

    [Fact]
    public void Values_come_in_the_kernels_order_and_only_enabled_ones_are_bound()
    {
        var values = Values(("security.capability", [8]), ("security.SMACK64", [2]), ("security.ima", [7]), ("security.selinux", [1]), ("security.mine", [9]));
        var names = ProtectedXattrs.Default.WithEnabled("security.selinux", "security.ima", "security.capability").With("security.mine");
        Assert.Equal([1, 7, 8, 9], EvmDigest.BoundInput(names, values, Metadata, [])[..^24]);
        Assert.Equal([1, 2, 7, 8, 9], EvmDigest.PortableInput(names, values, Metadata)![..^24]);
    }

    // Computed in Python: hmac.new(bytes(range(32)).ljust(128, b'\0'), b'input', hashlib.sha1).
    [Fact]
    public void The_hmac_key_is_filled_up_with_zeros_to_128_bytes()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];
        Assert.Equal("c7a3dddcfdb77a08651e0708de6e94d839e833ef", Convert.ToHexStringLower(EvmDigest.ComputeHmac(key, "input"u8)));
    }

    [Fact]
    public void Every_protected_fact_changes_a_portable_signatures_input()
    {
        var values = Values(("security.ima", ImaValue));
        var input = EvmDigest.PortableInput(ProtectedXattrs.Default, values, Metadata);
        Assert.Equal(input, EvmDigest.PortableInput(ProtectedXattrs.Default, values, Metadata with { Ino = 7, Generation = 7 }));
        Assert.NotEqual(input, EvmDigest.PortableInput(ProtectedXattrs.Default, values, Metadata with { Uid = 7 }));
        Assert.NotEqual(input, EvmDigest.PortableInput(ProtectedXattrs.Default, values, Metadata with { Gid = 7 }));
        Assert.NotEqual(input, EvmDigest.PortableInput(ProtectedXattrs.Default, values, Metadata with { Mode = 7 }));
    }

    [Fact]
    public void Every_single_bit_flip_of_a_portable_signature_is_refused()
    {
        var line = Corpus.Signatures.Single(line => line.Name == "evm/p256");
        var verifier = new SignatureVerifier(Corpus.KeyringOf("evm", "p256"));
        var newer = new SignatureVerifier(Corpus.KeyringOf("evm", "p256")) { V3ForFiles = true };
        var input = EvmDigest.PortableInput(ProtectedXattrs.Default, Values(("security.ima", line.Ima!)), line.Metadata)!;
        Assert.True(verifier.Verify(line.Evm, EvmDigest.Compute(HashAlgo.Sha256, input)).IsGood);
        for (var bit = 0; bit < 8 * line.Evm!.Length; bit++)
        {
            var value = line.Evm.ToArray();
            value[bit / 8] ^= (byte)(1 << (bit % 8));
            var algo = HashAlgos.IsDefined(value[2]) ? (HashAlgo)value[2] : HashAlgo.Sha256;
            var digest = EvmDigest.Compute(algo, input);
            Assert.False(verifier.Verify(value, digest).IsGood || newer.Verify(value, digest).IsGood, $"bit {bit}");
        }

        for (var bit = 0; bit < 8 * input.Length; bit++)
        {
            var changed = input.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(verifier.Verify(line.Evm, EvmDigest.Compute(HashAlgo.Sha256, changed)).IsGood);
        }
    }

    [Fact]
    public void An_hmac_value_has_21_bytes()
    {
        Assert.True(EvmXattr.TryParse(new byte[] { 2 }.Concat(new byte[20]).ToArray(), out var xattr, out _));
        Assert.Equal((ImaXattrType.EvmHmac, 20), (xattr.Type, xattr.Rest.Length));
        Gen.Int[1, 40].Where(length => length != 21).Sample(length =>
            !EvmXattr.TryParse(new byte[length].Select((_, at) => (byte)(at == 0 ? 2 : 0)).ToArray(), out _, out _));
    }

    [Fact]
    public void Recorded_portable_signatures_keep_their_bytes()
    {
        foreach (var line in Corpus.Signatures.Where(line => line.Evm is not null))
        {
            Assert.True(EvmXattr.TryParse(line.Evm, out var xattr, out _));
            Assert.Equal(ImaXattrType.EvmPortableSignature, xattr.Type);
            Assert.Equal(line.Evm![SignatureHeader.Size..], xattr.Rest.ToArray());
        }
    }

    private static Func<string, ReadOnlyMemory<byte>?> Values(params (string Name, byte[] Value)[] values) =>
        name => values.Where(pair => pair.Name == name).Select(pair => (ReadOnlyMemory<byte>?)pair.Value).FirstOrDefault();
}
