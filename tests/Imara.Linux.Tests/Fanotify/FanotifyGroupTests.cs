using System.Text;
using Imara.Linux.Fanotify;
using Imara.Linux.Files;
using Imara.Linux.ProcFs;
using Imara.Linux.Processes;

namespace Imara.Linux.Tests.Fanotify;

/// <summary>Real groups. Only mounts of our own are marked: a program under the just-in-time compiler that marks its own files can wait for itself.</summary>
public sealed class FanotifyGroupTests : IDisposable
{
    private const FanotifyInit Flags = FanotifyInit.Content | FanotifyInit.UnlimitedQueue | FanotifyInit.UnlimitedMarks | FanotifyInit.ReportThreadId | FanotifyInit.CloseOnExec;

    private readonly TemporaryMount mount = TemporaryMount.Tmpfs();
    private readonly FanotifyGroup group;
    private readonly Wakeup wakeup;

    public FanotifyGroupTests()
    {
        Assert.Equal(Errno.None, FanotifyGroup.Create(Flags, out var made));
        Assert.Equal(Errno.None, Wakeup.Create(out var signal));
        group = made!;
        wakeup = signal!;
    }

    public void Dispose()
    {
        group.Dispose();
        wakeup.Dispose();
        mount.Dispose();
    }

    [Fact]
    public void An_allowed_open_succeeds_and_the_opener_can_be_asked_while_it_waits()
    {
        mount.Write("file", "content of the file");
        Mark(FanotifyMask.OpenPermission);
        using var reader = Shell.StartIt($"exec cat {mount.Root}/file");

        var asked = NextEvent();
        Assert.Equal(FanotifyMask.OpenPermission, asked.Mask);
        Assert.Equal(reader.Id, asked.ThreadId);
        Assert.Equal(Errno.None, SyscallInfo.Read(asked.ThreadId, out var call));
        Assert.Equal(LinuxSyscall.OpenAt, call.Call);
        Assert.Equal(0UL, call.Argument2 & OpenFlags.AccessMode);
        Assert.Equal(Errno.None, ProcessCredentials.Read(asked.ThreadId, out var who));
        Assert.Equal((reader.Id, 0U), (who.ProcessId, who.Euid));
        var content = new byte[64];
        Assert.Equal(Errno.None, Descriptor.ReadAt(asked.Descriptor, content, 0, out var length));
        Assert.Equal("content of the file", Encoding.UTF8.GetString(content, 0, length));
        Answer(asked, FanotifyResponse.Allow);

        Assert.Equal("content of the file", reader.StandardOutput.ReadToEnd());
        reader.WaitForExit();
        Assert.Equal(0, reader.ExitCode);
    }

    [Fact]
    public void A_denied_open_fails_with_operation_not_permitted()
    {
        mount.Write("file", "content");
        Mark(FanotifyMask.OpenPermission);
        using var reader = Shell.StartIt($"LC_ALL=C exec cat {mount.Root}/file");

        Answer(NextEvent(), FanotifyResponse.Deny);

        Assert.EndsWith("Operation not permitted\n", reader.StandardError.ReadToEnd(), StringComparison.Ordinal);
        reader.WaitForExit();
        Assert.Equal(1, reader.ExitCode);
    }

    [Fact]
    public void A_program_is_asked_for_twice_first_as_execution_then_as_open()
    {
        File.Copy("/bin/true", $"{mount.Root}/program");
        Mark(FanotifyMask.OpenPermission | FanotifyMask.OpenExecPermission);
        using var runner = Shell.StartIt($"exec {mount.Root}/program");

        var first = NextEvent();
        Assert.Equal(FanotifyMask.OpenExecPermission, first.Mask);
        Assert.Equal(Errno.None, SyscallInfo.Read(first.ThreadId, out var call));
        Assert.Equal(LinuxSyscall.Execve, call.Call);
        Answer(first, FanotifyResponse.Allow);
        var second = NextEvent();
        Assert.Equal((FanotifyMask.OpenPermission, first.ThreadId), (second.Mask, second.ThreadId));
        Answer(second, FanotifyResponse.Allow);

        runner.WaitForExit();
        Assert.Equal(0, runner.ExitCode);
    }

    [Fact]
    public void An_answer_nobody_waits_for_is_refused() => Assert.Equal(Errno.ENOENT, group.Respond(12345, FanotifyResponse.Allow));

    [Fact]
    public void The_wait_ends_when_it_is_woken_up()
    {
        Mark(FanotifyMask.OpenPermission);
        wakeup.Signal();
        Assert.Equal(FanotifyWait.Woken, group.WaitForEvents(wakeup));
    }

    [Fact]
    public void A_signal_does_not_end_the_wait()
    {
        // CONT goes to whichever thread takes it, and this one does: it is the only one whose wait can be seen to go on.
        Mark(FanotifyMask.OpenPermission);
        var ended = FanotifyWait.Failed;
        var thread = new Thread(() => ended = group.WaitForEvents(wakeup));
        using var handler = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGCONT, context => context.Cancel = true);
        thread.Start();
        var ids = Directory.GetDirectories("/proc/self/task").Select(task => Path.GetFileName(task));
        foreach (var id in ids)
        {
            Shell.Run($"python3 -c 'import ctypes; ctypes.CDLL(None).syscall(234, {Environment.ProcessId}, {id}, 18)'");
        }

        Assert.False(thread.Join(200));
        wakeup.Signal();
        Assert.True(thread.Join(30_000));
        Assert.Equal(FanotifyWait.Woken, ended);
    }

    [Fact]
    public void An_event_is_answered_by_number_also_when_its_descriptor_is_closed()
    {
        mount.Write("file", "content");
        Mark(FanotifyMask.OpenPermission);
        using var reader = Shell.StartIt($"exec cat {mount.Root}/file");

        var asked = NextEvent();
        Descriptor.Close(asked.Descriptor);
        Assert.Equal(Errno.None, group.Respond(asked.Descriptor, FanotifyResponse.Allow));

        Assert.Equal("content", reader.StandardOutput.ReadToEnd());
    }

    [Fact]
    public void A_lease_of_another_process_does_not_make_the_reader_wait()
    {
        var path = mount.Write("file", "content");
        using var holder = Shell.StartIt($"exec python3 -c 'import fcntl, os, signal, time; f = os.open(\"{path}\", os.O_RDWR); signal.signal(signal.SIGIO, lambda *a: None); fcntl.fcntl(f, fcntl.F_SETLEASE, fcntl.F_WRLCK); print(1, flush=True); time.sleep(30); time.sleep(30)'");
        Assert.Equal("1", holder.StandardOutput.ReadLine());
        Mark(FanotifyMask.OpenPermission);
        using var reader = Shell.StartIt($"LC_ALL=C exec cat {path}");

        Assert.Equal(FanotifyWait.Event, group.WaitForEvents(wakeup, 30_000));
        Assert.Equal(1, group.Waiting);
        Assert.Equal(Errno.EAGAIN, group.Read(new byte[FanotifyEventReader.EventSize], out _));
        Assert.EndsWith("Operation not permitted\n", reader.StandardError.ReadToEnd(), StringComparison.Ordinal);
        holder.Kill();
    }

    [Fact]
    public void A_file_of_memory_can_be_marked_and_its_openers_are_asked_for()
    {
        Assert.Equal(Errno.None, Descriptor.CreateInMemory(out var memory));
        Assert.Equal(Errno.None, group.Mark(FanotifyMark.Add, FanotifyMask.OpenPermission, memory));
        using var opener = Shell.StartIt($"exec cat /proc/{Environment.ProcessId}/fd/{memory}");

        Answer(NextEvent(), FanotifyResponse.Allow);

        opener.WaitForExit();
        Assert.Equal(0, opener.ExitCode);
        Descriptor.Close(memory);
    }

    [Fact]
    public void Proc_cannot_be_marked() =>
        Assert.Equal(Errno.EINVAL, group.Mark(FanotifyMark.Add | FanotifyMark.FileSystem, FanotifyMask.OpenPermission, "/proc"u8));

    [Fact]
    public void A_mark_of_a_missing_path_says_so() =>
        Assert.Equal(Errno.ENOENT, group.Mark(FanotifyMark.Add | FanotifyMark.Mount, FanotifyMask.OpenPermission, "/nowhere/at/all"u8));

    [Fact]
    public void A_group_of_two_ways_to_name_the_opener_is_refused() =>
        Assert.Equal(Errno.EINVAL, FanotifyGroup.Create(Flags | FanotifyInit.ReportPidFd, out _));

    private void Mark(FanotifyMask mask) => Assert.Equal(Errno.None, group.Mark(FanotifyMark.Add | FanotifyMark.Mount, mask, mount.RootBytes));

    private FanotifyEvent NextEvent()
    {
        Assert.Equal(FanotifyWait.Event, group.WaitForEvents(wakeup, 30_000));
        var buffer = new byte[FanotifyEventReader.EventSize];
        Assert.Equal(Errno.None, group.Read(buffer, out var length));
        var reader = new FanotifyEventReader(buffer.AsSpan(0, length));
        Assert.True(reader.TryRead(out var value, out _));
        return value;
    }

    private void Answer(FanotifyEvent asked, FanotifyResponse response)
    {
        Assert.Equal(Errno.None, group.Respond(asked.Descriptor, response));
        Descriptor.Close(asked.Descriptor);
    }
}
