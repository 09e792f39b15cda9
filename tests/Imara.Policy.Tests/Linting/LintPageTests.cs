using Imara.Diagnostics;
using Imara.Policy.Linting;
using Imara.Policy.Tests.Diagnostics;
using Imara.Tests.Shared;

namespace Imara.Policy.Tests.Linting;

/// <summary>What docs/diagnostics says about the linter is what the linter says.</summary>
public class LintPageTests
{
    public static TheoryData<string> Ids => [.. LintRules.All.Select(row => row.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_example_to_avoid_is_accepted_and_reported_as_the_page_says(string id)
    {
        var page = DiagnosticPage.Read(id);
        var check = PageCheck.Check(page, page.Avoid, isLinted: true);
        Assert.True(check.IsAccepted);
        var found = check.Diagnostics.First(found => found.Diagnostic.Descriptor.Id == id).Diagnostic;
        Assert.Equal((page.Message, false), (found.Message, found.Help.Contains('{')));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_to_write_instead_has_no_warning(string id)
    {
        var page = DiagnosticPage.Read(id);
        var check = PageCheck.Check(page, page.Instead, isLinted: true);
        Assert.True(check.IsAccepted);
        Assert.DoesNotContain(check.Diagnostics, found => found.Severity > DiagnosticSeverity.Info || found.Diagnostic.Descriptor.Id == id);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_tells_whether_there_is_a_fix(string id)
    {
        var page = DiagnosticPage.Read(id);
        var says = !File.ReadAllText(Repository.PathOf($"docs/diagnostics/{id}.md")).Contains("There is no safe fix.");
        var found = PageCheck.Check(page, page.Avoid, isLinted: true).Diagnostics.Where(found => found.Diagnostic.Descriptor.Id == id);

        // A second list of algorithms is taken out only where it is the same as the first, which nobody should avoid by joining them.
        Assert.Equal(says, id == "IMA0310" || found.Any(found => found.Fix is not null));
    }
}
