using Imara.Tests.Shared;

namespace Imara.Kernel.Tests;

/// <summary>What the guides do in a kernel, done in one: each set of kernel arguments is a boot.</summary>
public class GuideTests
{
    private const string Kernel = "console kernel";
    private static readonly string[] Programs = ["evmctl", "keyctl"];

    public static TheoryData<string> Pages => [.. Repository.Files("docs/guides", "*.md").Where(page => new GuidePage(page).Blocks.Any(IsKernel))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_commands_in_the_kernel_print_what_the_page_says(string page)
    {
        using var folder = new GuidePage(page).RunOnHost();
        foreach (var kind in new GuidePage(page).Blocks.Where(IsKernel).Select(block => block.Info).Distinct())
        {
            // Read again: what a boot printed may have been written into the page.
            var guide = new GuidePage(page);
            var boot = guide.Blocks.Where(block => block.Info == kind).ToList();
            guide.Match(boot, Boot(folder.Path, kind[Kernel.Length..].Trim(), GuidePage.Script(boot)));
        }
    }

    private static bool IsKernel(GuideBlock block) => block.Info.StartsWith(Kernel, StringComparison.Ordinal);

    private static string Boot(string folder, string arguments, string script)
    {
        var results = Directory.CreateTempSubdirectory("imara-guide-kernel-").FullName;
        try
        {
            var workload = Path.Combine(results, "workload");
            File.WriteAllText(workload, $"cd /lab/guide\n( {script} ) > /results/printed\n");
            string[] added = [.. Directory.GetFiles(folder).Select(file => $"{file}=/lab/guide/{Path.GetFileName(file)}"), .. GuestPrograms.Of(Programs)];
            var lab = Command.Run(
                Repository.PathOf("eng/kernel-lab"),
                ["--append", $"audit=1 printk.devkmsg=on sysctl.kernel.printk_ratelimit=0 {arguments}", "--no-tpm", "--workload", workload, .. added.SelectMany(pair => (string[])["--add", pair]), results]);
            Assert.True(lab.Exit == 0, lab.Error);
            return File.ReadAllText(Path.Combine(results, "printed"));
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }
}
