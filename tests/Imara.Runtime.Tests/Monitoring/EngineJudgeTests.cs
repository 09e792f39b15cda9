using System.Text;
using Imara.Engine;
using Imara.Engine.Boot;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Runtime.Failures;
using Imara.Runtime.Monitoring;

namespace Imara.Runtime.Tests.Monitoring;

public class EngineJudgeTests
{
    [Theory]
    [InlineData("measure func=FILE_CHECK", true)]
    [InlineData("measure fowner=0", true)]
    [InlineData("appraise func=FILE_CHECK", true)]
    [InlineData("audit func=FILE_CHECK", true)]
    [InlineData("hash func=FILE_CHECK", true)]
    [InlineData("measure func=BPRM_CHECK", false)]
    [InlineData("appraise func=MMAP_CHECK", false)]
    [InlineData("dont_measure func=FILE_CHECK\nmeasure func=BPRM_CHECK", false)]
    [InlineData("dont_appraise fowner=0\nmeasure func=BPRM_CHECK", false)]
    [InlineData("measure func=BPRM_CHECK\nhash func=FILE_CHECK", true)]
    public void Opens_are_watched_where_some_rule_does_something_about_them(string policy, bool expected)
    {
        var kernel = KnownKernels.OfVersion(new KernelVersion(6, 12));
        var engine = new ImaEngine(new EngineSetup { Kernel = kernel, Boot = CommandLineParser.Parse(string.Empty, kernel, _ => false) });
        Assert.Equal(Errno.None, PolicyFeeder.Load(engine, Encoding.UTF8.GetBytes(policy + "\n"), _ => default, out _));
        Assert.Equal(expected, new EngineJudge(engine, new RuntimeLog(new MonitorCounters())).NeedsOpens);
    }
}
