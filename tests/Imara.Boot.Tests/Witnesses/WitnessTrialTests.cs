using Imara.Appraisal.Simulating;
using Imara.Boot.Machine;
using Imara.Boot.Witnesses;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Tests.Witnesses;

public class WitnessTrialTests
{
    private const string Refused = "audit: type=1800 audit(5.1:3): pid=1 uid=0 op=appraise_data cause=invalid-signature comm=\"x\" name=\"/a\" dev=\"tmpfs\" ino=3 res=0 errno=0";

    [Theory]
    [InlineData(Errno.None, AppraiseBits.Enforce, true, null, WitnessOutcome.Passed)]
    [InlineData(Errno.None, AppraiseBits.Enforce, false, null, WitnessOutcome.Passed)]
    [InlineData(Errno.EACCES, AppraiseBits.Enforce, true, null, WitnessOutcome.Denied)]
    [InlineData(Errno.ENOENT, AppraiseBits.Enforce, true, null, WitnessOutcome.NotSeen)]
    [InlineData(Errno.None, AppraiseBits.Log, true, null, WitnessOutcome.Passed)]
    [InlineData(Errno.None, AppraiseBits.Log, false, null, WitnessOutcome.NotSeen)]
    [InlineData(Errno.None, AppraiseBits.Log, true, Refused, WitnessOutcome.Denied)]
    [InlineData(Errno.None, AppraiseBits.Log, true, "integrity: no _ima keyring: -126", WitnessOutcome.Denied)]
    [InlineData(Errno.None, AppraiseBits.Fix, true, "integrity: no _ima keyring: -126", WitnessOutcome.Denied)]
    [InlineData(Errno.None, AppraiseBits.Fix, false, null, WitnessOutcome.NotSeen)]
    [InlineData(Errno.None, AppraiseBits.Enforce, true, "integrity: no _ima keyring: -126", WitnessOutcome.Denied)]
    public void A_pass_counts_where_it_says_something(Errno answer, AppraiseBits mode, bool hasLog, string? said, WitnessOutcome expected)
    {
        var kernel = new Kernel { HasLog = hasLog, Answers = { ["/a"] = (answer, said) } };
        Assert.Equal(expected, new WitnessTrial(kernel, kernel, mode).Of([At("/a")]).Outcome);
    }

    [Fact]
    public void What_somebody_else_wrote_into_the_log_and_records_of_other_files_count_for_nothing()
    {
        var kernel = new Kernel { Speaks = false, Answers = { ["/a"] = (Errno.None, "integrity: no _ima keyring: -126") } };
        Assert.Equal(WitnessOutcome.Passed, new WitnessTrial(kernel, kernel, AppraiseBits.Log).Of([At("/a")]).Outcome);

        kernel = new Kernel { Answers = { ["/b"] = (Errno.None, Refused) } };
        Assert.Equal(WitnessOutcome.Passed, new WitnessTrial(kernel, kernel, AppraiseBits.Log).Of([At("/b")]).Outcome);
        kernel = new Kernel { Answers = { ["/a"] = (Errno.None, Refused.Replace("res=0", "res=1", StringComparison.Ordinal)) } };
        Assert.Equal(WitnessOutcome.Passed, new WitnessTrial(kernel, kernel, AppraiseBits.Log).Of([At("/a")]).Outcome);
    }

    [Fact]
    public void The_first_that_passes_ends_the_search_and_a_refusal_outweighs_what_could_not_be_tried()
    {
        var kernel = new Kernel { Answers = { ["/a"] = (Errno.EACCES, null), ["/b"] = (Errno.None, null), ["/c"] = (Errno.None, null), ["/d"] = (Errno.ENOENT, null) } };
        var report = new WitnessTrial(kernel, kernel, AppraiseBits.Enforce).Of([At("/a"), At("/b"), At("/c")]);
        Assert.Equal((WitnessOutcome.Passed, "/b"), (report.Outcome, report.Witness!.Path));
        Assert.Equal(["/a", "/b"], kernel.Asked);

        report = new WitnessTrial(kernel, kernel, AppraiseBits.Enforce).Of([At("/d"), At("/a"), At("/d")]);
        Assert.Equal((WitnessOutcome.Denied, "/a"), (report.Outcome, report.Witness!.Path));
        Assert.Contains("/a", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_said_before_the_access_is_not_about_it()
    {
        var kernel = new Kernel { Answers = { ["/a"] = (Errno.None, Refused) } };
        _ = kernel.Do(At("/a"));
        kernel.Answers["/a"] = (Errno.None, null);
        Assert.Equal(WitnessOutcome.Passed, new WitnessTrial(kernel, kernel, AppraiseBits.Enforce).Of([At("/a")]).Outcome);
    }

    [Fact]
    public void Four_files_are_tried_and_no_more()
    {
        var kernel = new Kernel();
        Witness[] all = [.. Enumerable.Range(1, 6).Select(i => At($"/{i}"))];
        foreach (var one in all)
        {
            kernel.Answers[one.Path] = (Errno.EACCES, null);
        }

        Assert.Equal(WitnessOutcome.Denied, new WitnessTrial(kernel, kernel, AppraiseBits.Enforce).Of(all).Outcome);
        Assert.Equal(["/1", "/2", "/3", "/4"], kernel.Asked);
    }

    [Fact]
    public void Without_a_file_nothing_was_seen()
    {
        var kernel = new Kernel();
        var report = new WitnessTrial(kernel, kernel, AppraiseBits.Enforce).Of([]);
        Assert.Equal(WitnessOutcome.NotSeen, report.Outcome);
        Assert.Null(report.Witness);
        Assert.NotNull(report.Reason);
    }

    private static Witness At(string path) => new(path, AccessKind.Read, []);

    private sealed class Kernel : IWitnessAccess, IKernelMessages
    {
        private readonly List<KernelMessage> messages = [];
        private int mark;

        public Dictionary<string, (Errno Answer, string? Said)> Answers { get; } = [];

        public List<string> Asked { get; } = [];

        public bool HasLog { get; init; } = true;

        public bool Speaks { get; init; } = true;

        public bool IsReadable => HasLog;

        public Errno Do(Witness witness)
        {
            Asked.Add(witness.Path);
            var (answer, said) = Answers[witness.Path];
            if (said is not null)
            {
                messages.Add(new KernelMessage(Speaks, said));
            }

            return answer;
        }

        public void Mark() => mark = messages.Count;

        public IReadOnlyList<KernelMessage> SinceMark() => HasLog ? [.. messages.Skip(mark)] : [];

        public IReadOnlyList<KernelMessage> All() => HasLog ? messages : [];
    }
}
