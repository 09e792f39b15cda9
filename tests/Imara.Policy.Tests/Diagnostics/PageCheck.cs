using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Linting;
using Imara.Policy.Parsing;
using Imara.Tests.Shared;

namespace Imara.Policy.Tests.Diagnostics;

/// <summary>Checks an example of a page with the options the page names.</summary>
internal static class PageCheck
{
    public static PolicyCheck Check(DiagnosticPage page, byte[] text, bool isLinted = false)
    {
        var kernel = KnownKernels.OfVersion(new KernelVersion(6, 12));
        var lsm = LsmContext.None;
        var method = LoadMethod.Lines;
        var isCustom = false;
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
                case "--config":
                    Assert.True(KernelConfigReader.TryRead(File.ReadAllBytes(Repository.PathOf(value)), out var config, out _));
                    kernel = KernelChoice.OfConfig(config, null, []);
                    break;
                case "--lsm":
                    Assert.True(LsmFiles.TryParse(value, out var kind));
                    lsm = new LsmContext(kind);
                    break;
                case "--lsm-labels":
                    Assert.True(LsmFiles.TryReadLabels(File.ReadAllBytes(Repository.PathOf(value)), out var labels, out _));
                    lsm = lsm with { Labels = labels };
                    break;
                case "--active":
                    isCustom = value == "custom";
                    break;
                case "--load":
                    method = Enum.Parse<LoadMethod>(value, ignoreCase: true);
                    break;
                default:
                    Assert.Fail(page.Options[i]);
                    break;
            }
        }

        var context = new RuleContext(kernel, lsm, isCustom);
        var check = PolicyChecker.Check([new PolicySource("page", text)], context, method);
        return isLinted ? PolicyLinter.Lint(check, context, LintLevels.Usual) : check;
    }
}
