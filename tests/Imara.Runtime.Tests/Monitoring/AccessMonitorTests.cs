using System.Security.Cryptography;
using System.Text;
using Imara.Evaluation;
using Imara.Linux.Tests;
using Imara.Policy.Rules;
using Imara.Runtime.Accesses;
using Imara.Runtime.Failures;
using Imara.Runtime.Monitoring;

namespace Imara.Runtime.Tests.Monitoring;

/// <summary>Real events of real programs, on a mount of our own only: this program runs under the just-in-time compiler.</summary>
public sealed class AccessMonitorTests : IDisposable
{
    private readonly TemporaryMount mount = TemporaryMount.Tmpfs();

    public void Dispose() => mount.Dispose();

    [Fact]
    public void Each_way_to_open_is_one_question_with_its_mask()
    {
        mount.Write("file", "content");
        var judge = new RecordingJudge();

        var counters = Watch(judge, "cat $M/file >/dev/null; echo x >>$M/file; echo x >$M/file; : <>$M/file; echo new >$M/new; cat $M/new");

        Assert.Equal((6L, 0L, 0L, 0L), (counters.Opens, counters.Executions, counters.Denied, counters.Failures));

        Assert.Equal(
            [
                "FileCheck Read file 0", "FileCheck Write, Append file 0", "FileCheck Write file 0", "FileCheck Write, Read file 0",
                "FileCheck Write new 0", "FileCheck Read new 0",
            ],
            judge.Questions);
        Assert.Equal([$"file {Sha256("content")}", $"new {Sha256("new\n")}"], judge.Digests);
    }

    [Fact]
    public void A_script_is_asked_about_before_its_interpreter_and_only_programs_are_mapped()
    {
        File.Copy("/bin/sh", $"{mount.Root}/shell");
        mount.Write("script", $"#!{mount.Root}/shell\nexit 0\n");
        Shell.Run($"chmod 755 {mount.Root}/script");
        var judge = new RecordingJudge();

        Assert.Equal(2, Watch(judge, "$M/script").Executions);

        Assert.Equal(
            [
                "FileCheck Exec script 0", "BprmCheck Exec script 0",
                "FileCheck Exec shell 0", "BprmCheck Exec shell 0", "CredsCheck Exec shell 0", "MmapCheckReqprot Exec shell 0", "MmapCheck Exec shell 0",
                "FileCheck Read script 0",
            ],
            judge.Questions);
    }

    [Fact]
    public void The_interpreter_that_a_program_names_is_opened_and_mapped_but_not_executed()
    {
        // The same program with a loader of our own: its path must not be longer than the one it replaces.
        var short1 = $"/tmp/im{Environment.ProcessId}";
        var program = File.ReadAllBytes("/bin/true");
        var start = program.AsSpan().IndexOf("/lib"u8);
        var old = program.AsSpan(start, program.AsSpan(start).IndexOf((byte)0));
        var loader = Encoding.ASCII.GetString(old);
        var replacement = Encoding.ASCII.GetBytes($"{short1}/ld");
        File.Copy(loader, $"{mount.Root}/ld");
        old.Clear();
        replacement.CopyTo(old);
        File.WriteAllBytes($"{mount.Root}/program", program);
        Shell.Run($"chmod 755 {mount.Root}/program {mount.Root}/ld; ln -s {mount.Root} {short1}");
        var judge = new RecordingJudge();

        Watch(judge, $"$M/program; rm {short1}; $M/ld --version >/dev/null");

        Assert.Equal(
            [
                "FileCheck Exec program 0", "BprmCheck Exec program 0", "CredsCheck Exec program 0", "MmapCheckReqprot Exec program 0", "MmapCheck Exec program 0",
                "FileCheck Exec ld 0", "MmapCheckReqprot Exec ld 0", "MmapCheck Exec ld 0",
                "FileCheck Exec ld 0", "BprmCheck Exec ld 0", "CredsCheck Exec ld 0", "MmapCheckReqprot Exec ld 0", "MmapCheck Exec ld 0",
            ],
            judge.Questions);
    }

    [Fact]
    public void The_last_writer_counts_itself_alone_when_it_closes_also_if_its_event_merged_with_an_earlier_one()
    {
        mount.Write("file", "content");
        var judge = new RecordingJudge();

        Watch(judge, "exec 3>>$M/file; exec 4>>$M/file; exec 3>&-; exec 4>&-; cat $M/file >/dev/null");

        Assert.Equal("closed file 1", judge.Others[^1]);
    }

    [Fact]
    public void A_writer_that_is_not_the_last_one_is_told_so()
    {
        mount.Write("file", "content");
        var judge = new RecordingJudge();

        Watch(judge, "exec 3>>$M/file; : >>$M/file; cat $M/file >/dev/null");

        Assert.Equal("closed file 2", judge.Others[0]);
    }

    [Fact]
    public void Changes_that_raise_no_events_are_seen_at_the_next_open()
    {
        mount.Write("file", "content");
        var judge = new RecordingJudge();

        Watch(judge, "cat $M/file; chmod 600 $M/file; cat $M/file; python3 -c 'import os, sys; os.truncate(sys.argv[1], 3)' $M/file; cat $M/file; cat $M/file");

        Assert.Equal(["attributes file", "forget"], judge.Others);
        Assert.Equal([$"file {Sha256("content")}", $"file {Sha256("con")}"], judge.Digests.Distinct());
    }

    [Fact]
    public void A_new_file_with_the_number_of_an_old_one_is_another_file()
    {
        using var ext4 = TemporaryMount.Ext4(Guid.NewGuid());
        ext4.Write("old", "content");
        var judge = new RecordingJudge();

        Watch(judge, $"cd {ext4.Root}; i=$(stat -c %i old); cat old; rm old; sleep 0.01; mknod new p; rm new; python3 -c 'import os; os.mknod(\"new\")'; [ $(stat -c %i new) = $i ]; cat new", ext4.Root);

        Assert.Equal(["forget"], judge.Others);
        Assert.Equal([$"old {Sha256("content")}", $"new {Sha256("")}"], judge.Digests);
    }

    [Fact]
    public void A_refused_open_or_execution_fails_and_nothing_else_does()
    {
        mount.Write("secret", "content");
        mount.Write("file", "content");
        File.Copy("/bin/true", $"{mount.Root}/program");
        var judge = new RecordingJudge
        {
            Verdict = (access, question) => access.Path.Span.EndsWith("/secret"u8) || question.Func == PolicyFunc.BprmCheck ? AccessVerdict.Deny : AccessVerdict.Allow,
        };

        var counters = Watch(judge, "cat $M/file; cat $M/secret && exit 1; $M/program && exit 2; exit 0");

        Assert.Equal(2, counters.Denied);
        Assert.DoesNotContain(judge.Questions, q => q.StartsWith("CredsCheck", StringComparison.Ordinal));
    }

    [Fact]
    public void A_judge_that_fails_lets_the_opener_go_on_and_is_reported()
    {
        mount.Write("file", "content");
        var judge = new RecordingJudge { Verdict = (_, _) => throw new InvalidOperationException("no answer") };

        var counters = Watch(judge, "cat $M/file");

        Assert.Equal((1L, "internal error: InvalidOperationException: no answer"), (counters.Failures, counters.FirstFailure));
    }

    [Theory]
    [InlineData("exec 5>$M/file", 1)]
    [InlineData("exec 5>$M/file; echo content >&5", 1)]
    [InlineData("truncate -s 1 $M/file", 1)]
    [InlineData("echo more >&4", 0)]
    public void A_truncation_beside_a_writer_is_told(string change, int times)
    {
        mount.Write("file", "content");
        var judge = new RecordingJudge();
        Watch(judge, $"exec 4>>$M/file; cat $M/file; {change}; cat $M/file; cat $M/file");
        Assert.Equal(times, judge.Others.Count(other => other == "resized file"));
    }

    [Fact]
    public void Opens_of_this_process_are_not_judged()
    {
        var path = mount.Write("file", "content");
        var judge = new RecordingJudge();
        using var monitor = Start(judge);

        Assert.Equal("content", File.ReadAllText(path));
        monitor.Stop();

        Assert.Empty(judge.Questions);
        Assert.True(monitor.Counters.OwnOpens >= 1);
    }

    [Fact]
    public void A_judge_of_executions_only_sees_no_opens()
    {
        File.Copy("/bin/true", $"{mount.Root}/program");
        var judge = new RecordingJudge { NeedsOpens = false };

        Watch(judge, "cat $M/program >/dev/null; $M/program");

        Assert.Equal("FileCheck Exec program 0", judge.Questions[0]);
    }

    [Fact]
    public void The_ids_a_program_will_have_are_those_of_its_owner_if_the_mode_says_so()
    {
        File.Copy("/bin/true", $"{mount.Root}/program");
        Shell.Run($"chown 1234 {mount.Root}/program; chmod 4755 {mount.Root}/program; chmod 755 {Path.GetDirectoryName(mount.Root)}");
        var judge = new RecordingJudge();

        const string AsSomebody = "setpriv --reuid 1000 --regid 1000 --clear-groups";
        Watch(judge, $"{AsSomebody} $M/program; {AsSomebody} --no-new-privs $M/program; mount -o remount,nosuid $M; {AsSomebody} $M/program");

        // It is mapped by whom it runs as.
        Assert.Equal(
            [
                "BprmCheck Exec program 1000", "CredsCheck Exec program 1234", "MmapCheck Exec program 1234", "BprmCheck Exec program 1000", "CredsCheck Exec program 1000",
                "MmapCheck Exec program 1000", "BprmCheck Exec program 1000", "CredsCheck Exec program 1000", "MmapCheck Exec program 1000",
            ],
            judge.Questions.Where(q => q.StartsWith("Bprm", StringComparison.Ordinal) || q.StartsWith("Creds", StringComparison.Ordinal) || q.StartsWith("MmapCheck ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_file_system_is_known_by_type_magic_and_uuid()
    {
        var uuid = new Guid("12345678-9abc-4def-8123-456789abcdef");
        using var ext4 = TemporaryMount.Ext4(uuid);
        ext4.Write("file", "content");
        var seen = new List<FileFacts>();
        var judge = new RecordingJudge
        {
            Verdict = (access, _) =>
            {
                seen.Add(access.Facts);
                return AccessVerdict.Allow;
            },
        };

        Watch(judge, $"cat {ext4.Root}/file {ext4.Root}/file", ext4.Root);

        Assert.Equal((0xef53UL, "ext4", null, uuid.ToString()), (seen[0].FsMagic, seen[0].FsName.ToString(), seen[0].FsSubtype, seen[0].FsUuid.ToString()));
        Assert.Equal(2, seen.Count);
        Assert.Equal(seen[0], seen[1]);
    }

    [Fact]
    public void A_path_that_cannot_be_marked_is_named()
    {
        var error = AccessMonitor.Start(new MonitorOptions { Marks = [new(mount.Root), new("/proc")], MountsOnly = true }, new RecordingJudge(), new MonitorCounters(), out var monitor, out var subject);
        Assert.Equal((Errno.EINVAL, "/proc"), (error, subject));
        Assert.Null(monitor);
    }

    [Fact]
    public void A_file_that_is_larger_than_what_is_hashed_is_not_read_and_counted()
    {
        Shell.Run($"truncate -s 1T {mount.Root}/big");
        var judge = new HashingJudge();

        var counters = Watch(judge, "head -c 1 $M/big");

        Assert.Equal((1, 1), (counters.Of(FailureKind.TooLarge), counters.Failures));
        Assert.EndsWith("/big: not hashed: larger than 4294967296 bytes", counters.FirstFailure, StringComparison.Ordinal);
        Assert.Equal([null], judge.Digests);
    }

    [Fact]
    public void A_file_that_takes_too_long_is_given_up_and_not_tried_again_until_it_changes()
    {
        // No disk is as fast as holes are.
        Shell.Run($"truncate -s 3G {mount.Root}/slow");
        var judge = new HashingJudge();

        var counters = Watch(judge, "head -c 1 $M/slow; head -c 1 $M/slow; truncate -s 10 $M/slow; head -c 1 $M/slow", limit: new HashLimit(long.MaxValue, 20));

        Assert.Equal((2, 2), (counters.Of(FailureKind.TooSlow), counters.Failures));
        Assert.EndsWith("/slow: not hashed: hashing it takes longer than 0.02 seconds", counters.FirstFailure, StringComparison.Ordinal);
        Assert.Equal([null, null, $"sha256:{Sha256("\0\0\0\0\0\0\0\0\0\0")["sha256:".Length..]}"], judge.Digests);
        Assert.True(judge.Milliseconds < 10_000);
    }

    [Fact]
    public void Who_waited_for_others_is_not_made_to_wait_for_a_large_file_too()
    {
        Shell.Run($"truncate -s 3G {mount.Root}/a; cp --sparse=always {mount.Root}/a {mount.Root}/b; cp --sparse=always {mount.Root}/a {mount.Root}/c; echo v > {mount.Root}/small");
        var judge = new HashingJudge();

        var counters = Watch(judge, "for f in a b c small; do head -c 1 $M/$f & done; wait", limit: new HashLimit(long.MaxValue, 1000));

        // The first may take its second; the others had waited by then. A small file is always hashed.
        Assert.True(counters.Failures is 2 or 3, counters.FirstFailure);
        Assert.Equal(counters.Failures, counters.Of(FailureKind.TooSlow) + counters.Of(FailureKind.TooBusy));
        Assert.Contains(Sha256("v\n"), judge.Digests);
    }

    [Fact]
    public void A_refused_event_is_counted_and_the_next_one_is_answered()
    {
        var path = mount.Write("leased", "content");
        mount.Write("file", "content");
        using var holder = Shell.StartIt($"exec python3 -c 'import fcntl, os, signal, time; f = os.open(\"{path}\", os.O_RDWR); signal.signal(signal.SIGIO, lambda *a: None); fcntl.fcntl(f, fcntl.F_SETLEASE, fcntl.F_WRLCK); print(1, flush=True); time.sleep(60); time.sleep(60)'");
        Assert.Equal("1", holder.StandardOutput.ReadLine());
        var judge = new RecordingJudge();

        var counters = Watch(judge, "cat $M/leased && exit 1; cat $M/file");
        holder.Kill();

        Assert.Equal((1, 1), (counters.Of(FailureKind.EventLost), counters.Failures));
        Assert.Equal(["FileCheck Read file 0"], judge.Questions);
    }

    private MonitorCounters Watch(IAccessJudge judge, string script, string? root = null, HashLimit? limit = null)
    {
        using var monitor = Start(judge, root, limit);
        Shell.Run(script.Replace("$M", mount.Root, StringComparison.Ordinal));
        monitor.Stop();
        return monitor.Counters;
    }

    private AccessMonitor Start(IAccessJudge judge, string? root = null, HashLimit? limit = null)
    {
        var options = new MonitorOptions { Marks = [new(root ?? mount.Root)], MountsOnly = true, Limit = limit ?? HashLimit.Usual };
        Assert.Equal(Errno.None, AccessMonitor.Start(options, judge, new MonitorCounters(), out var monitor, out _));
        return monitor!;
    }

    private static string Sha256(string content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}";
}
