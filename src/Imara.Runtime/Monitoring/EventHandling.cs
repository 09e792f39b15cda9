using Imara.Engine.Files;
using Imara.Linux.Fanotify;
using Imara.Linux.Files;
using Imara.Linux.ProcFs;
using Imara.Linux.Processes;
using Imara.Runtime.Accesses;
using Imara.Runtime.Executions;
using Imara.Runtime.Failures;
using Imara.Runtime.Usage;

namespace Imara.Runtime.Monitoring;

/// <summary>Turns one event into IMA's questions, in IMA's order. One thread only; opens nothing but /proc.</summary>
/// <remarks>docs/reference/policy.md 4.1; docs/reference/runtime-notes.md.</remarks>
internal sealed class EventHandling(IAccessJudge judge, LiveAccess access, MonitorCounters counters, MonitorOptions options)
{
    private const int ProcessTextSize = 64;

    private readonly ExecTracker executions = new();
    private readonly FileUsageTable files = new(judge.Forget);
    private readonly byte[] interpreterPath = new byte[DescriptorPath.MaxLength + ProcessTextSize];

    /// <summary>Answers a permission event or notes a close; the caller responds and closes the descriptor.</summary>
    internal AccessVerdict Handle(in FanotifyEvent happened)
    {
        if (ThreadIds.IsOurs(happened.ThreadId))
        {
            counters.OwnOpens += happened.NeedsResponse ? 1 : 0;
            return AccessVerdict.Allow;
        }

        var error = FileStatus.Read(happened.Descriptor, out var status);
        if (error != Errno.None)
        {
            counters.Failed(FailureKind.FileNotSeen, $"cannot look at an open file: {error}");
            return AccessVerdict.Allow;
        }

        if (!status.IsRegularFile)
        {
            return AccessVerdict.Allow;
        }

        if (!happened.NeedsResponse)
        {
            Closed(happened, status);
            return AccessVerdict.Allow;
        }

        var verdict = (happened.Mask & FanotifyMask.OpenExecPermission) != FanotifyMask.None ? Execute(happened, status) : Open(happened, status);
        counters.Denied += verdict == AccessVerdict.Deny ? 1 : 0;
        return verdict;
    }

    private AccessVerdict Open(in FanotifyEvent happened, in FileStatus status)
    {
        var key = KeyOf(status);
        var usage = files.Of(key);
        if (executions.TakePair(happened.ThreadId, key))
        {
            usage.Opened(OpenKind.Reader);
            return AccessVerdict.Allow;
        }

        if (!TryFindIntent(happened, usage, out var intent))
        {
            counters.GoneOpeners++;
            return AccessVerdict.Allow;
        }

        if (!intent.Unnamed)
        {
            counters.Opens++;
            Begin(happened, status, usage, intent.Kind);
            access.Opening(intent, options.Hooks);
            if (judge.Judge(access) != AccessVerdict.Allow)
            {
                return AccessVerdict.Deny;
            }
        }

        usage.Opened(intent.Kind);
        if (intent.Truncates)
        {
            usage.Truncated();
        }

        return AccessVerdict.Allow;
    }

    private AccessVerdict Execute(in FanotifyEvent happened, in FileStatus status)
    {
        var thread = happened.ThreadId;
        if (!ThreadIds.Exists(thread))
        {
            counters.GoneOpeners++;
            return AccessVerdict.Allow;
        }

        counters.Executions++;
        var key = KeyOf(status);
        var image = ProgramImage.Read(new DescriptorContent(happened.Descriptor));
        var isLoader = IsExpectedInterpreter(thread, key);
        Begin(happened, status, files.Of(key), OpenKind.Reader);
        if (isLoader)
        {
            access.Loading(executions.ProgramOf(thread), options.Hooks);
        }
        else
        {
            access.Executing(image.Format, options.Hooks);
        }

        // The kernel maps a program and its ELF interpreter executable for certain; other mappings cannot be seen. docs/reference/policy.md 12, row 10.
        if (judge.Judge(access) != AccessVerdict.Allow)
        {
            executions.Forget(thread);
            return AccessVerdict.Deny;
        }

        executions.Opening(thread, key, isLoader ? default : image.Interpreter, access.KnownProgram);
        return AccessVerdict.Allow;
    }

    private bool IsExpectedInterpreter(int thread, InodeKey file)
    {
        var path = executions.ExpectedInterpreter(thread);
        if (path.IsEmpty)
        {
            return false;
        }

        // Looked up below the opener's root; a symbolic link that begins with a slash leads to ours, where the same file usually lies.
        var target = interpreterPath.AsSpan();
        System.Text.Unicode.Utf8.TryWrite(target, System.Globalization.CultureInfo.InvariantCulture, $"/proc/{thread}/root", out var length);
        path.CopyTo(target[length..]);
        return FileStatus.Read(target[..(length + path.Length)], out var status) == Errno.None && KeyOf(status) == file;
    }

    private bool TryFindIntent(in FanotifyEvent happened, FileUsage usage, out OpenIntent intent)
    {
        var thread = happened.ThreadId;
        intent = default;
        if (thread > 0)
        {
            if (SyscallInfo.Read(thread, out var call) is Errno.ENOENT or Errno.ESRCH)
            {
                return false;
            }

            if (OpenIntent.TryFromCall(call, out intent))
            {
                return true;
            }
        }

        counters.UnknownOpens++;
        intent = OpenIntent.FromWriters(FileLease.ProbeWriters(happened.Descriptor) == Errno.EAGAIN, usage.Writers);
        return true;
    }

    private void Begin(in FanotifyEvent happened, in FileStatus status, FileUsage usage, OpenKind kind)
    {
        if (kind != OpenKind.Writer && FindMissedCloses(happened.Descriptor, usage))
        {
            TellWriterClosed(happened, status, usage);
        }

        var change = usage.Observe(status);
        access.Begin(happened.Descriptor, happened.ThreadId, status, usage);
        if (change is FileChange.Content or FileChange.Replaced)
        {
            judge.Forget(access.Key);
        }
        else if (change is FileChange.Attributes or FileChange.Resized)
        {
            judge.AttributesChanged(access, isResized: change == FileChange.Resized);
        }
    }

    private void Closed(in FanotifyEvent happened, in FileStatus status)
    {
        var usage = files.Of(KeyOf(status));
        if ((happened.Mask & FanotifyMask.CloseWrite) != FanotifyMask.None)
        {
            usage.ClosedWriter();
            _ = FindMissedCloses(happened.Descriptor, usage);
            TellWriterClosed(happened, status, usage);
            if (FileStatus.Read(happened.Descriptor, out var after) == Errno.None && usage.Observe(after) == FileChange.Resized)
            {
                judge.AttributesChanged(access, isResized: true);
            }
        }

        if ((happened.Mask & FanotifyMask.CloseNoWrite) != FanotifyMask.None)
        {
            usage.ClosedReader();
        }
    }

    // Unread close events of one task and file merge: more writers may be counted than there are.
    private static bool FindMissedCloses(int descriptor, FileUsage usage)
    {
        if (usage.Writers == 0 || FileLease.ProbeWriters(descriptor) != Errno.None)
        {
            return false;
        }

        usage.FoundNoWriters();
        return true;
    }

    // The one that closed is counted by its kind.
    private void TellWriterClosed(in FanotifyEvent happened, in FileStatus status, FileUsage usage)
    {
        access.Begin(happened.Descriptor, happened.ThreadId, status, usage, OpenKind.Writer);
        judge.WriterClosed(access);
    }

    private static InodeKey KeyOf(in FileStatus status) => new(status.Device, status.Inode);
}
