using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>Every command of the guides and of the pages of the verbs, run in order in one empty folder, prints what the page says.</summary>
public class GuideTests
{
    public static TheoryData<string> Pages => [.. Repository.Files("docs/guides", "*.md").Concat(Repository.Files("docs/verbs", "*.md"))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_commands_of_a_page_print_what_it_says(string page)
    {
        var guide = new GuidePage(page);
        var blocks = guide.Blocks.Where(block => block.Info == "console" || block.FileName is not null).ToList();
        if (blocks.Count == 0)
        {
            return;
        }

        var folder = Directory.CreateTempSubdirectory("imara-guide-").FullName;
        try
        {
            Directory.CreateDirectory(folder + "/.bin");
            File.CreateSymbolicLink(folder + "/.bin/imara", NativeBinary.Path);
            var result = Command.Run(
                "env",
                ["-C", folder, "-i", $"PATH={folder}/.bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C", "bash", "-c", GuidePage.Script(blocks)]);
            guide.Match(blocks, result.Output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
