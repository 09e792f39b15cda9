namespace Imara.Measurements.Tests;

public class TemplateTests
{
    [Theory]
    [InlineData("ima-sig", "ima-sig")]
    [InlineData("d-ng|n-ng|sig", "ima-sig")]
    [InlineData("d|n", "ima")]
    [InlineData("d-ng|n-ng|evmsig|xattrnames|xattrlengths|xattrvalues|iuid|igid|imode", "evm-sig")]
    public void A_boot_parameter_names_a_built_in_template_by_name_or_format(string text, string expected)
    {
        Assert.True(Template.TryResolve(text, out var template));
        Assert.Equal(expected, template.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ima-NG")]
    [InlineData("d-ng|n-ng|imode")]
    public void Anything_else_is_no_built_in_template(string text) => Assert.False(Template.TryResolve(text, out _));

    [Fact]
    public void A_custom_format_is_its_own_name_and_never_the_legacy_layout()
    {
        Assert.True(Template.TryParseFormat("d|n", out var template));
        Assert.Equal("d|n", template.Name);
        Assert.False(template.IsLegacyIma);
        Assert.Equal([TemplateField.D, TemplateField.N], template.Fields);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d-ng|")]
    [InlineData("|d-ng")]
    [InlineData("d-ng||n-ng")]
    [InlineData("d-ng|bogus")]
    [InlineData("D-NG")]
    [InlineData("d|d|d|d|d|d|d|d|d|d|d|d|d|d|d|d")]
    public void A_format_with_an_empty_unknown_or_sixteenth_field_is_refused(string format) => Assert.False(Template.TryParseFormat(format, out _));

    [Fact]
    public void Fifteen_fields_are_accepted() => Assert.True(Template.TryParseFormat(string.Join('|', Enumerable.Repeat("n-ng", 15)), out _));

    [Fact]
    public void A_name_in_a_list_means_the_built_in_template_before_a_format()
    {
        Assert.True(Template.TryFromListName("ima", out var legacy));
        Assert.Same(Template.Ima, legacy);
        Assert.True(Template.TryFromListName("d-ng|n-ng", out var custom));
        Assert.NotSame(Template.ImaNg, custom);
        Assert.False(Template.TryFromListName("ima-new", out _));
    }
}
