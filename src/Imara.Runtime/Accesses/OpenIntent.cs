using Imara.Evaluation.Hooks;
using Imara.Linux.Files;
using Imara.Linux.ProcFs;
using Imara.Policy.Rules;
using Imara.Runtime.Usage;

namespace Imara.Runtime.Accesses;

/// <summary>How a file is about to be opened. Pure.</summary>
/// <param name="Mask">The mask of FILE_CHECK.</param>
/// <param name="Kind">What the open counts as.</param>
/// <param name="Direct">True for O_DIRECT.</param>
/// <param name="Creates">True for O_CREAT.</param>
/// <param name="Unnamed">True for O_TMPFILE, which raises an event and is no FILE_CHECK.</param>
/// <param name="Certain">False if it was concluded from the file's writers instead of the call.</param>
internal readonly record struct OpenIntent(AccessMask Mask, OpenKind Kind, bool Direct, bool Creates, bool Unnamed, bool Certain)
{
    /// <summary>True for O_TRUNC, which takes effect when the open is allowed and raises no event of its own.</summary>
    internal bool Truncates { get; init; }

    /// <summary>From the flags of the open.</summary>
    /// <remarks>docs/reference/policy.md 4.1, first row.</remarks>
    internal static OpenIntent FromFlags(ulong flags)
    {
        var has = (int)flags;
        var mode = has & OpenFlags.AccessMode;
        var kind = mode switch
        {
            OpenFlags.ReadOnly => OpenKind.Reader,
            OpenFlags.WriteOnly or OpenFlags.ReadWrite => OpenKind.Writer,
            _ => OpenKind.Neither,
        };
        var mask = OpenMask.Of(mode != OpenFlags.WriteOnly, mode != OpenFlags.ReadOnly, (has & OpenFlags.Truncate) != 0, (has & OpenFlags.Append) != 0);
        return new OpenIntent(mask, kind, (has & OpenFlags.Direct) != 0, (has & OpenFlags.Create) != 0, (has & OpenFlags.TemporaryFile) != 0, Certain: true) { Truncates = (has & OpenFlags.Truncate) != 0 };
    }

    /// <summary>From the system call the opener waits in; false if the call does not tell.</summary>
    /// <remarks>openat2(2) has its flags in memory. That is not looked at: its owner decides how long a read of it takes.</remarks>
    /// <param name="call">The call.</param>
    /// <param name="intent">The intent.</param>
    internal static bool TryFromCall(in SyscallInfo call, out OpenIntent intent)
    {
        intent = default;
        ulong flags;
        switch (call.Call)
        {
            case LinuxSyscall.Open:
                flags = call.Argument1;
                break;
            case LinuxSyscall.OpenAt or LinuxSyscall.OpenByHandleAt:
                flags = call.Argument2;
                break;
            case LinuxSyscall.Creat:
                flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate;
                break;
            default:
                return false;
        }

        intent = FromFlags(flags);
        return true;
    }

    /// <summary>Where the call does not tell (openat2, io_uring, 32-bit programs, the kernel itself): the opener counts among the writers already.</summary>
    /// <remarks>docs/reference/runtime-notes.md, Facts about the opener 3.</remarks>
    /// <param name="hasWriters">Is the file open for writing anywhere, this open included?</param>
    /// <param name="knownWriters">Writers known from events.</param>
    internal static OpenIntent FromWriters(bool hasWriters, int knownWriters) => hasWriters && knownWriters == 0
        ? new OpenIntent(AccessMask.Read | AccessMask.Write, OpenKind.Writer, Direct: false, Creates: false, Unnamed: false, Certain: false)
        : new OpenIntent(AccessMask.Read, OpenKind.Reader, Direct: false, Creates: false, Unnamed: false, Certain: false);
}
