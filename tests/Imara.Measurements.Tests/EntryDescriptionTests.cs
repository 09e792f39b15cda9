namespace Imara.Measurements.Tests;

public class EntryDescriptionTests
{
    [Fact]
    public void Fields_have_their_ids_and_the_kernels_text()
    {
        var facts = new MeasurementFacts
        {
            Name = "/bin/sh"u8.ToArray(),
            FileDigest = Digest.Zero(HashAlgo.Md5),
            Uid = 1000,
            Mode = 33261,
            ProtectedXattrs = [new("security.ima", new byte[] { 4 })],
        };
        var described = EntryDescription.Describe(new MeasurementEntry(10, Template.EvmSig, TemplateWriter.Write(Template.EvmSig, facts)));
        Assert.Equal(
            ["d-ng=md5:" + new string('0', 32), "n-ng=/bin/sh", "evmsig=", "xattrnames=security.ima", "xattrlengths=01000000", "xattrvalues=04",
                "iuid=1000", "igid=", "imode=33261"],
            described.Select(field => $"{field.Key}={field.Value}"));
    }

    [Fact]
    public void Control_bytes_backslashes_and_bytes_that_are_no_text_are_escaped()
    {
        byte[] name = [.. "/tür/\n\u001b[1m\\\u202e"u8, 0xff, 0x7f];
        Assert.Equal(@"/tür/\x0a\x1b[1m\x5c\xe2\x80\xae\xff\x7f", EntryDescription.Escape(name));
    }

    [Fact]
    public void Data_that_is_no_list_of_fields_is_shown_as_hex()
    {
        var entry = new MeasurementEntry(10, Template.ImaNg, new byte[] { 5, 0, 0, 0, 1 });
        Assert.Equal([new KeyValuePair<string, string>("data", "0500000001")], EntryDescription.Describe(entry));
        Assert.False(entry.TryGetFields(out _));
        Assert.False(entry.TryGetName(out _));
    }

    [Fact]
    public void Legacy_data_must_have_its_layout() =>
        Assert.Throws<ArgumentException>(() => new MeasurementEntry(10, Template.Ima, new byte[30]));
}
