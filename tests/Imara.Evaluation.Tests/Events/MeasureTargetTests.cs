using Imara.Evaluation.Events;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Tests.Events;

public class MeasureTargetTests
{
    private static readonly KernelProfile Debian = KnownKernels.Find("7.3-debian")!;

    [Theory]
    [InlineData("measure", PolicyFunc.FileCheck, 10, "ima-sig")]
    [InlineData("measure pcr=0", PolicyFunc.FileCheck, 0, "ima-sig")]
    [InlineData("measure pcr=11 template=ima-ngv2", PolicyFunc.FileCheck, 11, "ima-ngv2")]
    [InlineData("measure template=d-ng|n-ng", PolicyFunc.FileCheck, 10, "ima-ng")]
    [InlineData("measure func=KEY_CHECK", PolicyFunc.KeyCheck, 10, "ima-buf")]
    [InlineData("measure func=KEY_CHECK pcr=0", PolicyFunc.KeyCheck, 10, "ima-buf")]
    [InlineData("measure func=CRITICAL_DATA pcr=12 template=ima-sig", PolicyFunc.CriticalData, 12, "ima-sig")]
    [InlineData("measure func=KEXEC_CMDLINE pcr=0", PolicyFunc.KexecCmdline, 10, "ima-buf")]
    [InlineData("measure func=POLICY_CHECK", PolicyFunc.PolicyCheck, 10, "ima-buf")]
    public void Where_a_measurement_goes(string rule, PolicyFunc func, int pcr, string template)
    {
        var parsed = RuleParser.Parse(new ByteString(rule).Span, new RuleContext(Debian, LsmContext.None)).Rule!;
        var e = new PolicyEvent { Func = func, File = func is PolicyFunc.FileCheck or PolicyFunc.KexecCmdline ? new FileFacts() : null };
        var decision = new CompiledPolicy([parsed], LsmKind.None, isAppraising: true).Decide(e);
        Assert.True(decision.Has(ActionClass.Measure));
        Assert.Equal(new MeasureTarget(pcr, template), MeasureTarget.Of(decision, e, Debian));
    }
}
