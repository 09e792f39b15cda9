using CsCheck;

namespace Imara.Signatures.Tests;

public class SignatureHeaderTests
{
    [Fact]
    public void A_header_that_is_written_reads_back_the_same()
    {
        var headers =
            from type in Pick.From(ImaXattrType.Signature, ImaXattrType.EvmPortableSignature, ImaXattrType.VeritySignature)
            from version in Gen.Byte[2, 3]
            from algo in Gen.Byte
            from keyid in Gen.UInt
            from length in Gen.UShort[1, 5000]
            select new SignatureHeader(type, version, algo, keyid, length);
        headers.Sample(header =>
        {
            var value = new byte[SignatureHeader.Size + header.SignatureLength];
            header.Write(value);
            return SignatureHeader.TryParse(value, out var read, out _) && read == header;
        });
    }

    [Fact]
    public void A_version_1_header_that_is_written_reads_back_the_same()
    {
        var headers =
            from timestamp in Gen.UInt
            from algo in Gen.Byte
            from hash in Gen.Byte
            from keyid in Gen.ULong
            from numbers in Gen.Byte
            from bits in Gen.UShort[1, 4096]
            select new SignatureHeaderV1(timestamp, algo, hash, keyid, numbers, bits);
        headers.Sample(header =>
        {
            var value = new byte[SignatureHeaderV1.Size + header.SignatureLength];
            header.Write(value);
            return SignatureHeaderV1.TryParse(value, out var read, out _) && read == header;
        });
    }

    [Fact]
    public void The_example_of_the_reference_is_read_field_by_field()
    {
        byte[] value = [.. Convert.FromHexString("0302047df943850100"), .. new byte[256]];
        Assert.True(SignatureHeader.TryParse(value, out var header, out _));
        Assert.Equal(new SignatureHeader(ImaXattrType.Signature, 2, (byte)HashAlgo.Sha256, 0x7df94385, 256), header);
    }

    [Theory]
    [InlineData("030204aabbccdd0000", "offset 7: an empty signature")]
    [InlineData("030204aabbccdd0001", "offset 7: the header says 1 bytes of signature, 0 follow")]
    [InlineData("030204aabbccdd000011", "offset 7: the header says 0 bytes of signature, 1 follow")]
    public void A_length_that_is_none_is_told_as_what_it_is(string value, string reason)
    {
        Assert.False(SignatureHeader.TryParse(Convert.FromHexString(value), out _, out var error));
        Assert.Equal(reason, error.ToString());
    }
}
