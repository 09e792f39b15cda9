using System.Text;

namespace Imara.Measurements.Tests;

public class TemplateWriterTests
{
    [Fact]
    public void Legacy_data_has_a_bare_digest_and_a_name_without_nul()
    {
        var digest = new Digest(HashAlgo.Md5, Enumerable.Repeat((byte)0xab, 16).ToArray());
        var data = TemplateWriter.Write(Template.Ima, new MeasurementFacts { Name = "/a b"u8.ToArray(), LegacyDigest = digest });
        Assert.Equal("abababababababababababababababab" + "04000000" + "2f615f62", Convert.ToHexStringLower(data));
    }

    [Fact]
    public void A_missing_legacy_digest_is_twenty_zero_bytes()
    {
        var data = TemplateWriter.Write(Template.Ima, new MeasurementFacts { Name = "/a"u8.ToArray() });
        Assert.Equal(new string('0', 40) + "02000000" + "2f61", Convert.ToHexStringLower(data));
    }

    [Fact]
    public void Blanks_become_underscores_in_names_but_not_in_buffers()
    {
        var data = TemplateWriter.Write(Template.ImaBuf, new MeasurementFacts
        {
            Name = "/sp ace/a\nb"u8.ToArray(),
            FileDigest = Digest.Zero(HashAlgo.Md5),
            Buffer = "a b"u8.ToArray(),
        });
        var fields = Fields(Template.ImaBuf, data);
        Assert.Equal("md5:\0" + new string('\0', 16), fields[TemplateField.DNg]);
        Assert.Equal("/sp_ace/a\nb\0", fields[TemplateField.NNg]);
        Assert.Equal("a b", fields[TemplateField.Buf]);
    }

    [Fact]
    public void A_name_longer_than_255_bytes_is_cut_to_its_last_component_in_field_n_alone()
    {
        var name = Encoding.ASCII.GetBytes("/" + new string('d', 199) + "/" + new string('f', 200));
        Assert.True(Template.TryParseFormat("n|n-ng", out var template));
        var fields = Fields(template, TemplateWriter.Write(template, new MeasurementFacts { Name = name }));
        Assert.Equal(new string('f', 200) + "\0", fields[TemplateField.N]);
        Assert.Equal(Encoding.ASCII.GetString(name) + "\0", fields[TemplateField.NNg]);
    }

    [Theory]
    [InlineData("03aa", "05bb", "03aa")]
    [InlineData("06aa", "05bb", "06aa")]
    [InlineData("04aa", "05bb", "05bb")]
    [InlineData("", "05bb", "05bb")]
    [InlineData("01aa", "02bb", "")]
    public void Field_sig_is_the_signature_in_security_ima_or_a_portable_one(string ima, string evm, string expected)
    {
        var facts = new MeasurementFacts { ImaXattr = Convert.FromHexString(ima), EvmXattr = Convert.FromHexString(evm) };
        Assert.True(Template.TryParseFormat("sig", out var template));
        var entry = new MeasurementEntry(10, template, TemplateWriter.Write(template, facts));
        Assert.True(entry.TryGetFields(out var fields));
        Assert.Equal(expected, Convert.ToHexStringLower(fields[0].Value.Span));
    }

    [Fact]
    public void Inode_and_xattr_fields_have_the_sizes_the_kernel_gives_them()
    {
        Assert.True(Template.TryParseFormat("iuid|igid|imode|xattrnames|xattrlengths|xattrvalues", out var template));
        var facts = new MeasurementFacts
        {
            Uid = 1000,
            Gid = 0,
            Mode = 0x81ed,
            ProtectedXattrs = [new("security.ima", new byte[] { 4, 4 }), new("security.capability", new byte[] { 9 })],
        };
        var data = TemplateWriter.Write(template, facts);
        Assert.Equal(
            "04000000e8030000" + "0400000000000000" + "02000000ed81"
            + "21000000" + Convert.ToHexStringLower("security.ima|security.capability\0"u8) + "08000000" + "0200000001000000" + "03000000" + "040409",
            Convert.ToHexStringLower(data));
    }

    [Fact]
    public void Facts_that_are_missing_leave_their_fields_empty()
    {
        Assert.True(Template.TryParseFormat("d-ng|d-modsig|modsig|evmsig|buf|iuid|igid|imode|xattrnames|xattrlengths|xattrvalues", out var template));
        Assert.Equal(new byte[11 * 4], TemplateWriter.Write(template, new MeasurementFacts()));
    }

    [Theory]
    [InlineData(true, "verity:sha256:")]
    [InlineData(false, "ima:sha256:")]
    public void Field_d_ngv2_says_what_was_hashed(bool isVerity, string expected)
    {
        var facts = new MeasurementFacts { FileDigest = Digest.Zero(HashAlgo.Sha256), IsVerity = isVerity };
        Assert.StartsWith(expected + "\0", Fields(Template.ImaNgV2, TemplateWriter.Write(Template.ImaNgV2, facts))[TemplateField.DNgV2], StringComparison.Ordinal);
    }

    private static Dictionary<TemplateField, string> Fields(Template template, byte[] data)
    {
        Assert.True(new MeasurementEntry(10, template, data).TryGetFields(out var fields));
        return fields.ToDictionary(field => field.Field, field => Encoding.Latin1.GetString(field.Value.Span));
    }
}
