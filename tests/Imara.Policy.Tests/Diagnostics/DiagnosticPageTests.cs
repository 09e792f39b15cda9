using Imara.Diagnostics;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

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
        var check = Check(page, page.Avoid);
        var found = Assert.Single(check.Diagnostics).Diagnostic;
        Assert.Equal((id, page.Message), (found.Descriptor.Id, found.Message));
        Assert.Equal(found.Descriptor.Severity < DiagnosticSeverity.Error, check.IsAccepted);
    }

    [Theory]
    [MemberData(nameof(Checked))]
    public void What_to_write_instead_is_accepted(string id)
    {
        var page = DiagnosticPage.Read(id);
        var check = Check(page, page.Instead);
        Assert.True(check.IsAccepted);
        Assert.Empty(check.Diagnostics);
    }

    private static PolicyCheck Check(DiagnosticPage page, byte[] text)
    {
        var kernel = KnownKernels.OfVersion(new KernelVersion(6, 12));
        var lsm = LsmContext.None;
        var method = LoadMethod.Lines;
        for (var i = 0; i < page.Options.Length; i += 2)
        {
            var value = page.Options[i + 1];
            switch (page.Options[i])
            {
                case "--kernel":
                    Assert.True(KernelVersion.TryParse(value, out var version));
                    kernel = KnownKernels.OfVersion(version);
                    break;
                case "--profile":
                    kernel = KnownKernels.Find(value)!;
                    break;
                case "--lsm":
                    Assert.True(LsmFiles.TryParse(value, out var kind));
                    lsm = new LsmContext(kind);
                    break;
                case "--load":
                    method = Enum.Parse<LoadMethod>(value, ignoreCase: true);
                    break;
                default:
                    Assert.Fail(page.Options[i]);
                    break;
            }
        }

        return PolicyChecker.Check([new PolicySource("page", text)], new RuleContext(kernel, lsm), method);
    }
}
