using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>Every command of the guides and of the pages of the verbs, run in order in one empty folder, prints what the page says.</summary>
public class GuideTests
{
    public static TheoryData<string> Pages =>
        [.. Repository.Files("docs/guides", "*.md").Concat(Repository.Files("docs/verbs", "*.md")).Where(page => new GuidePage(page).HostBlocks.Count > 0)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_commands_of_a_page_print_what_it_says(string page)
    {
        var guide = new GuidePage(page);
        using var folder = guide.RunOnHost();
        guide.Match(guide.HostBlocks, folder.Printed);
    }

    // What a booted kernel printed is recorded, and a recording of a failure would be as stable.
    [Fact]
    public void The_kernel_of_the_guide_runs_what_was_signed_and_refuses_what_was_not()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/guides/appraisal.md"));
        var enforcing = page[page.IndexOf("## 8.", StringComparison.Ordinal)..page.IndexOf("## 9.", StringComparison.Ordinal)];
        Assert.Contains("\n1 file: 1 written\n", enforcing, StringComparison.Ordinal);
        Assert.Contains("echo signed\nsigned\n", enforcing, StringComparison.Ordinal);
        Assert.Contains("/srv/other: Permission denied\n", enforcing, StringComparison.Ordinal);
        Assert.Contains("\nop=appraise_data cause=IMA-signature-required\n", enforcing, StringComparison.Ordinal);
        Assert.DoesNotContain("EOPNOTSUPP", enforcing, StringComparison.Ordinal);
    }
}
