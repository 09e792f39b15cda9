using Imara.Diagnostics;
using Imara.Policy.BuiltIn;
using Imara.Policy.Kernels;
using Imara.Policy.Linting;
using Imara.Policy.Parsing;

namespace Imara.Policy.Tests.Linting;

/// <summary>What the linter says about the policies the kernel itself has: nothing that is not true.</summary>
public class BuiltInLintTests
{
    public static TheoryData<string, BuiltInPolicy> All
    {
        get
        {
            var data = new TheoryData<string, BuiltInPolicy>();
            foreach (var kernel in KnownKernels.Recorded.Select(kernel => kernel.Name).Concat(KernelChoice.KnownSeries.Select(version => version.ToString())))
            {
                foreach (var (_, policy) in BuiltInPolicies.Names)
                {
                    data.Add(kernel, policy);
                }
            }

            return data;
        }
    }

    // ima_tcb measures opens with O_RDONLY alone. A secure_boot policy takes no modsig before 7.2, and ends the loading of lines.
    [Theory]
    [MemberData(nameof(All))]
    public void Built_in_policies_have_no_warnings(string name, BuiltInPolicy policy)
    {
        var context = Lints.Context(name);
        context = context with { Kernel = context.Kernel with { Options = context.Kernel.Options | KernelOption.AppraiseModsig } };
        var text = string.Concat(BuiltInPolicies.Lines(policy, context.Kernel).Select(line => line + "\n"));
        if (text.Length == 0)
        {
            return;
        }

        var check = Lints.Of(text, new RuleContext(context.Kernel, LsmContext.None));
        string[] defended = policy switch
        {
            BuiltInPolicy.ImaTcb => ["IMA0303"],
            BuiltInPolicy.AppraiseTcb => ["IMA0344"],
            BuiltInPolicy.SecureBoot => ["IMA0344", "IMA0348"],
            _ => [],
        };
        Assert.True(check.IsAccepted);
        Assert.Empty(check.Diagnostics.Where(found => found.Severity > DiagnosticSeverity.Info).Select(found => found.Diagnostic.Message));
        Assert.Empty(Lints.Ids(check).Except(defended));
    }
}
