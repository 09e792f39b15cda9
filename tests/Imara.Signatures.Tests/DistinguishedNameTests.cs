using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using CsCheck;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

public class DistinguishedNameTests
{
    private static readonly string[] Oids =
        ["2.5.4.3", "2.5.4.6", "2.5.4.7", "2.5.4.8", "2.5.4.10", "2.5.4.11", "1.2.840.113549.1.9.1", "0.9.2342.19200300.100.1.25", "2.5.4.5", "2.5.4.4", "2.5.4.42", "2.5.4.12", "1.3.6.1.4.1.99999.1"];

    private static readonly string[] Values = ["Example", "a, b", " a", "a ", "a\"b", "a+b=c", "#a", "", "ä€", "a;b", "a<b", "a\\b", "a'b", "line\nbreak"];

    [Fact]
    public void A_name_reads_as_the_framework_writes_it() =>
        Gen.Select(Pick.From(Oids), Pick.From(Values), Gen.Bool).Array[1, 4].Sample(parts =>
        {
            var writer = new AsnWriter(AsnEncodingRules.BER);
            using (writer.PushSequence())
            {
                foreach (var (oid, value, isPair) in parts)
                {
                    using (writer.PushSetOf())
                    {
                        Write(writer, oid, value);
                        if (isPair)
                        {
                            Write(writer, "2.5.4.11", "x");
                        }
                    }
                }
            }

            var encoded = writer.Encode();
            var expected = new X500DistinguishedName(encoded).Decode(X500DistinguishedNameFlags.None);
            Assert.Equal(expected, DistinguishedName.ToText(Content(encoded)));
        });

    [Theory]
    [InlineData(UniversalTagNumber.BMPString)]
    [InlineData(UniversalTagNumber.T61String)]
    [InlineData(UniversalTagNumber.PrintableString)]
    [InlineData(UniversalTagNumber.IA5String)]
    public void Every_kind_of_text_is_read(UniversalTagNumber kind)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("2.5.4.3");
            writer.WriteCharacterString(kind, "Example");
        }

        Assert.Equal("CN=Example", DistinguishedName.ToText(Content(writer.Encode())));
    }

    [Fact]
    public void What_is_no_name_is_shown_in_hex()
    {
        Assert.Equal("0500", DistinguishedName.ToText(new byte[] { 5, 0 }));
        Assert.Equal("31023000", DistinguishedName.ToText(new byte[] { 0x31, 2, 0x30, 0 }));
        Assert.Equal(string.Empty, DistinguishedName.ToText(default));
        Gen.Byte.Array[0, 40].Sample(bytes => DistinguishedName.ToText(bytes) is not null);
    }

    private static void Write(AsnWriter writer, string oid, string value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, value);
        }
    }

    private static byte[] Content(byte[] sequence) => new AsnReader(sequence, AsnEncodingRules.BER).PeekContentBytes().ToArray();
}
