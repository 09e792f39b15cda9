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
}
