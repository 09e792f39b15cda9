using System.Security.Cryptography;
using System.Text;
using Imara.Linux.Tests;
using Imara.Policy.Rules;
using Imara.Runtime.Accesses;
using Imara.Runtime.Monitoring;
using Imara.Runtime.Usage;

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

        Watch(judge, "cat $M/file >/dev/null; echo x >>$M/file; echo x >$M/file; : <>$M/file; echo new >$M/new; cat $M/new");

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

        Watch(judge, "$M/script");

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

    [Theory]
    [InlineData("exec 3>$M/file; cat $M/file; exec 3>&-", "OpenWriters")]
    [InlineData("exec 3<$M/file; exec 4>>$M/file; exec 3<&-; exec 4>&-", "ToMToU")]
    [InlineData("exec 3<$M/file; exec 4>>$M/file; exec 5>>$M/file; exec 4>&-; exec 5>&-; exec 4>>$M/file; exec 4>&-; exec 3<&-; exec 4>>$M/file; cat $M/file; cat $M/file", "ToMToU OpenWriters")]
    [InlineData("exec 3<>$M/file; exec 4<>$M/file; exec 3<&-; exec 4<&-", "")]
    [InlineData("exec 3<>$M/file; cat $M/file", "OpenWriters")]
    [InlineData("cat $M/file; echo x >>$M/file; cat $M/file; echo x >>$M/file", "")]
    public void Violations_are_found_as_on_a_kernel(string script, string expected)
    {
        mount.Write("file", "content");
        var judge = new RecordingJudge();

        Watch(judge, script);

        Assert.Equal(expected, string.Join(' ', judge.Violations));
    }

    [Fact]
    public void A_writer_from_before_the_start_is_found_by_the_measuring_reader()
    {
        var path = mount.Write("file", "content");
        var judge = new RecordingJudge();
        using (File.Open(path, FileMode.Open, System.IO.FileAccess.Write, FileShare.ReadWrite))
        {
            Watch(judge, "cat $M/file");
        }

        Assert.Equal([Violation.OpenWriters], judge.Violations);
    }

    [Fact]
    public void An_unchanged_file_is_hashed_once_and_a_changed_one_again()
    {
        mount.Write("file", "content");
        Shell.Run("sleep 0.02");
        var judge = new RecordingJudge();

        var counters = Watch(judge, "cat $M/file; cat $M/file; cat $M/file; echo more >>$M/file; sleep 0.02; cat $M/file; cat $M/file");

        Assert.Equal(5, judge.Digests.Count);
        Assert.Equal([$"file {Sha256("content")}", $"file {Sha256("contentmore\n")}"], judge.Digests.Distinct());
        Assert.Equal((2L, 3L), (counters.Digests, counters.CacheHits));
    }

    [Fact]
    public void A_change_through_a_shared_mapping_is_seen_although_no_time_stamp_moves()
    {
        mount.Write("file", "content");
        var judge = new RecordingJudge();

        Watch(judge, "python3 -c '\nimport mmap, subprocess, sys\np = sys.argv[1]\nf = open(p, \"r+b\")\nm = mmap.mmap(f.fileno(), 0)\nm[0] = 65\nf.close()\nsubprocess.run([\"cat\", p])\nm[0] = 66\nsubprocess.run([\"cat\", p])\n' $M/file");

        Assert.Equal([$"file {Sha256("Aontent")}", $"file {Sha256("Bontent")}"], judge.Digests);
    }

    [Fact]
    public void A_refused_open_or_execution_fails_and_nothing_else_does()
    {
        mount.Write("secret", "content");
        mount.Write("file", "content");
        File.Copy("/bin/true", $"{mount.Root}/program");
        var judge = new RecordingJudge
        {
            Verdict = access => access.Path.EndsWith("/secret"u8) || access.Func == PolicyFunc.BprmCheck ? AccessVerdict.Deny : AccessVerdict.Allow,
        };

        var counters = Watch(judge, "cat $M/file; cat $M/secret && exit 1; $M/program && exit 2; exit 0");

        Assert.Equal(2, counters.Denied);
        Assert.DoesNotContain(judge.Questions, q => q.StartsWith("CredsCheck", StringComparison.Ordinal));
    }

    [Fact]
    public void A_judge_that_fails_lets_the_opener_go_on_and_is_reported()
    {
        mount.Write("file", "content");
        var judge = new RecordingJudge { Verdict = _ => throw new InvalidOperationException("no answer") };

        var counters = Watch(judge, "cat $M/file");

        Assert.Equal((1L, "no answer"), (counters.Failures, counters.FirstFailure));
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

        Watch(judge, "setpriv --reuid 1000 --regid 1000 --clear-groups $M/program; mount -o remount,nosuid $M; setpriv --reuid 1000 --regid 1000 --clear-groups $M/program");

        Assert.Equal(["BprmCheck Exec program 1000", "CredsCheck Exec program 1234", "BprmCheck Exec program 1000", "CredsCheck Exec program 1000"],
            judge.Questions.Where(q => q.StartsWith("Bprm", StringComparison.Ordinal) || q.StartsWith("Creds", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_file_system_is_known_by_type_magic_and_uuid()
    {
        var uuid = new Guid("12345678-9abc-4def-8123-456789abcdef");
        using var ext4 = TemporaryMount.Ext4(uuid);
        ext4.Write("file", "content");
        var seen = new List<FileSystemIdentity>();
        var judge = new RecordingJudge
        {
            Verdict = access =>
            {
                seen.Add(access.FileSystem);
                return AccessVerdict.Allow;
            },
        };

        Watch(judge, $"cat {ext4.Root}/file {ext4.Root}/file", ext4.Root);

        Assert.Equal(new FileSystemIdentity(0xef53, "ext4", string.Empty, uuid), seen[0]);
        Assert.Same(seen[0], seen[1]);
    }

    [Fact]
    public void A_path_that_cannot_be_marked_is_named()
    {
        var error = AccessMonitor.Start(new MonitorOptions { Marks = [mount.Root, "/proc"], MountsOnly = true }, new RecordingJudge(), out var monitor, out var subject);
        Assert.Equal((Errno.EINVAL, "/proc"), (error, subject));
        Assert.Null(monitor);
    }

    private MonitorCounters Watch(RecordingJudge judge, string script, string? root = null)
    {
        using var monitor = Start(judge, root);
        Shell.Run(script.Replace("$M", mount.Root, StringComparison.Ordinal));
        monitor.Stop();
        return monitor.Counters;
    }

    private AccessMonitor Start(RecordingJudge judge, string? root = null)
    {
        var options = new MonitorOptions { Marks = [root ?? mount.Root], MountsOnly = true };
        Assert.Equal(Errno.None, AccessMonitor.Start(options, judge, out var monitor, out _));
        return monitor!;
    }

    private static string Sha256(string content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}";
}
