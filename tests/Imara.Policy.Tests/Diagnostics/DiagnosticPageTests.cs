using Imara.Diagnostics;

namespace Imara.Policy.Tests.Diagnostics;

/// <summary>What docs/diagnostics says about rules is what the checker says about them.</summary>
public class DiagnosticPageTests
{
    // IMA04xx are about kernels.
    public static TheoryData<string> Checked =>
        [.. PolicyDiagnostics.All.Select(row => row.Id).Where(id => !id.StartsWith("IMA04", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Checked))]
    public void The_example_to_avoid_is_reported_as_the_page_says(string id)
    {
        var page = DiagnosticPage.Read(id);
        var check = PageCheck.Check(page, page.Avoid);
        var found = Assert.Single(check.Diagnostics).Diagnostic;
        Assert.Equal((id, page.Message), (found.Descriptor.Id, found.Message));
        Assert.Equal(found.Descriptor.Severity < DiagnosticSeverity.Error, check.IsAccepted);
    }

    [Theory]
    [MemberData(nameof(Checked))]
    public void What_to_write_instead_is_accepted(string id)
    {
        var page = DiagnosticPage.Read(id);
        var check = PageCheck.Check(page, page.Instead);
        Assert.True(check.IsAccepted);
        Assert.Empty(check.Diagnostics);
    }
}
