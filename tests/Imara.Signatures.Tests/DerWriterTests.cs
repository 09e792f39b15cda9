using CsCheck;
using Imara.Signatures.Asn1;

namespace Imara.Signatures.Tests;

public class DerWriterTests
{
    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        foreach (var length in new[] { 0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000, 0x12345 })
        {
            var content = new byte[length];
            FormatError error = default;
            var encoded = DerWriter.Element(DerTag.OctetString, content);
            var reader = new DerReader(encoded, ref error);
            Assert.True(reader.TryRead(DerTag.OctetString, out var element));
            Assert.True(reader.TryEnd());
            Assert.Equal(length, element.Length);
        }
    }

    [Fact]
    public void Numbers_are_those_of_the_framework() => Gen.Byte.Array[1, 70].Sample(number =>
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        var digits = number.AsSpan().TrimStart((byte)0);
        writer.WriteIntegerUnsigned(digits.IsEmpty ? [0] : digits);
        return DerWriter.Number(number).AsSpan().SequenceEqual(writer.Encode());
    });
}
