using System.Text;
using Imara.Appraisal.Files;
using Imara.Engine;
using Imara.Engine.Boot;
using Imara.Evaluation.Hooks;
using Imara.Linux.Files;
using Imara.Linux.Tests;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Runtime.Accesses;
using Imara.Runtime.Failures;
using Imara.Runtime.Monitoring;
using Imara.Runtime.Usage;

namespace Imara.Runtime.Tests.Monitoring;

public sealed class EngineJudgeTests : IDisposable
{
    private static readonly HookTable Hooks = new(KnownKernels.OfVersion(new KernelVersion(6, 12)));

    private readonly string path = Path.GetTempFileName();
    private readonly MonitorCounters counters = new();
    private readonly RuntimeLog log;
    private readonly List<int> opened = [];

    public EngineJudgeTests()
    {
        log = new RuntimeLog(counters);
        File.WriteAllText(path, "content");
        Thread.Sleep(20); // time stamps that settle
    }

    public void Dispose()
    {
        opened.ForEach(descriptor => Descriptor.Close(descriptor));
        File.Delete(path);
    }

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
        Assert.Equal(expected, new EngineJudge(Engine(string.Empty, policy), log).NeedsOpens);
    }

    [Theory]
    [InlineData("ima_appraise=enforce", "appraise func=FILE_CHECK", false)]
    [InlineData("ima_appraise=log", "appraise func=FILE_CHECK", true)]
    [InlineData("ima_appraise=enforce", "appraise func=BPRM_CHECK", true)]
    [InlineData("ima_appraise=enforce", "appraise func=FILE_CHECK mask=MAY_WRITE", true)]
    public void What_the_engine_refuses_is_refused(string boot, string policy, bool isAllowed) =>
        Assert.Equal(isAllowed ? AccessVerdict.Allow : AccessVerdict.Deny, new EngineJudge(Engine(boot, policy), log).Judge(Opened(OpenFlags.ReadOnly)));

    [Theory]
    [InlineData("uid=1000", 1)]
    [InlineData("uid=0", 0)]
    [InlineData("euid=1000", 1)]
    [InlineData("gid=1000", 1)]
    [InlineData("gid=0", 0)]
    [InlineData("egid=1000", 1)]
    [InlineData("egid=0", 0)]
    public void Conditions_on_ids_are_about_who_waits(string condition, int entries)
    {
        using var opener = Shell.StartIt("exec setpriv --reuid 1000 --regid 1000 --clear-groups sleep 1000");
        Shell.Run($"timeout 60 sh -c 'until grep -q sleep /proc/{opener.Id}/comm; do sleep 0.01; done'");
        var judge = new EngineJudge(Engine(string.Empty, $"measure func=BPRM_CHECK\nmeasure func=FILE_CHECK {condition}"), log);
        Assert.Equal(AccessVerdict.Allow, judge.Judge(Opened(OpenFlags.ReadOnly, opener.Id)));
        Assert.Equal(entries, counters.Entries);
        opener.Kill();
        opener.WaitForExit();
    }

    [Theory]
    [InlineData("measure func=MMAP_CHECK euid=1234", 1)]
    [InlineData("measure func=MMAP_CHECK euid=0", 0)]
    [InlineData("measure func=BPRM_CHECK euid=0", 1)]
    public void A_program_is_asked_about_as_whom_it_becomes(string policy, int entries)
    {
        // Root keeps CAP_SETUID until it has become somebody else.
        Shell.Run($"chown 1234 {path}; chmod 4755 {path}");
        var access = Begun(OpenKind.Reader);
        access.Executing(ProgramFormat.Elf, Hooks);
        Assert.Equal(AccessVerdict.Allow, new EngineJudge(Engine(string.Empty, policy), log).Judge(access));
        Assert.Equal(entries, counters.Entries);
    }

    [Fact]
    public void What_is_read_directly_has_no_digest()
    {
        var judge = new EngineJudge(Engine("ima_appraise=enforce", "appraise func=FILE_CHECK"), log);
        Assert.Equal(AccessVerdict.Deny, judge.Judge(Opened(OpenFlags.ReadOnly | OpenFlags.Direct)));
        Assert.Contains("failed(directio)", log.Audit.Select(record => record.Cause));
    }

    [Fact]
    public void In_fix_mode_the_label_is_written_and_what_is_written_anew_is_labelled_anew_by_the_last_writer()
    {
        var judge = new EngineJudge(Engine("ima_appraise=fix", "appraise func=FILE_CHECK"), log);
        Assert.Equal(AccessVerdict.Allow, judge.Judge(Opened(OpenFlags.ReadWrite)));
        var first = Label();
        File.WriteAllText(path, "other");
        judge.WriterClosed(Begun(OpenKind.Writer));
        Assert.NotEqual(first, Label());

        // Without a writer nothing is written.
        judge = new EngineJudge(Engine("ima_appraise=fix", "appraise func=FILE_CHECK"), log);
        Assert.Equal(AccessVerdict.Allow, judge.Judge(Opened(OpenFlags.ReadOnly)));
        first = Label();
        File.WriteAllText(path, "third");
        judge.WriterClosed(Begun(OpenKind.Writer));
        Assert.Equal(first, Label());
    }

    [Fact]
    public void A_file_that_has_changed_is_looked_at_again()
    {
        var judge = new EngineJudge(Engine("ima_appraise=enforce", "appraise func=FILE_CHECK"), log);
        Shell.Run($"setfattr -n security.ima -v 0x0404$(sha256sum {path} | cut -c1-64) {path}");
        Assert.Equal(AccessVerdict.Allow, judge.Judge(Opened(OpenFlags.ReadOnly)));
        Shell.Run($"setfattr -x security.ima {path}");
        Assert.Equal(AccessVerdict.Allow, judge.Judge(Opened(OpenFlags.ReadOnly)));
        judge.AttributesChanged(Opened(OpenFlags.ReadOnly), isResized: false);
        Assert.Equal(AccessVerdict.Deny, judge.Judge(Opened(OpenFlags.ReadOnly)));

        judge = new EngineJudge(Engine(string.Empty, "measure func=FILE_CHECK"), log);
        _ = judge.Judge(Opened(OpenFlags.ReadOnly));
        File.WriteAllText(path, "longer content");
        _ = judge.Judge(Opened(OpenFlags.ReadOnly));
        Assert.Equal(1, counters.Entries);
        judge.Forget(Begun(OpenKind.Reader).Key);
        _ = judge.Judge(Opened(OpenFlags.ReadOnly));
        Assert.Equal(2, counters.Entries);
    }

    [Fact]
    public void A_label_that_cannot_be_written_makes_the_run_incomplete()
    {
        var judge = new EngineJudge(Engine("ima_appraise=fix", "appraise func=FILE_CHECK"), log);
        Shell.Run($"chattr +i {path}");
        try
        {
            Assert.Equal(AccessVerdict.Allow, judge.Judge(Opened(OpenFlags.ReadOnly)));
        }
        finally
        {
            Shell.Run($"chattr -i {path}");
        }

        Assert.Equal((1, $"cannot write security.ima of {path}: EPERM"), (counters.Of(FailureKind.NotWritten), counters.FirstFailure));
    }

    private static ImaEngine Engine(string boot, string policy)
    {
        var kernel = KnownKernels.OfVersion(new KernelVersion(6, 12));
        var engine = new ImaEngine(new EngineSetup { Kernel = kernel, Boot = CommandLineParser.Parse(boot, kernel, _ => false) });
        Assert.Equal(Errno.None, PolicyFeeder.Load(engine, Encoding.UTF8.GetBytes(policy + "\n"), _ => default, out _));
        return engine;
    }

    private string Label() => Shell.Run($"getfattr -n security.ima -e hex --only-values {path} | od -An -tx1 | tr -d ' \\n'");

    private LiveAccess Opened(int flags, int? opener = null)
    {
        var intent = OpenIntent.FromFlags((ulong)flags);
        var access = Begun(intent.Kind, opener);
        access.Opening(intent, Hooks);
        return access;
    }

    private LiveAccess Begun(OpenKind kind, int? opener = null)
    {
        Assert.Equal(Errno.None, Descriptor.Open(Encoding.UTF8.GetBytes(path), OpenFlags.ReadOnly, out var descriptor));
        opened.Add(descriptor);
        Assert.Equal(Errno.None, FileStatus.Read(descriptor, out var status));
        var access = new LiveAccess(new FileSystemTable(), new FileDigester(), counters);
        access.Begin(descriptor, opener ?? Environment.ProcessId, status, new FileUsage(), kind);
        return access;
    }
}
