using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Imara.Linux.ProcFs;

/// <summary>The system call a sleeping thread waits in, with its raw arguments.</summary>
/// <param name="State">Whether there is one.</param>
/// <param name="Number">Its number on the thread's architecture; 0 if there is none.</param>
/// <param name="Argument0">First argument register.</param>
/// <param name="Argument1">Second.</param>
/// <param name="Argument2">Third.</param>
/// <param name="Argument3">Fourth.</param>
/// <param name="Argument4">Fifth.</param>
/// <param name="Argument5">Sixth.</param>
public readonly record struct SyscallInfo(
    SyscallState State, long Number, ulong Argument0, ulong Argument1, ulong Argument2, ulong Argument3, ulong Argument4, ulong Argument5)
{
    private const int MaxFileLength = 256;

    /// <summary>The call by name, if it is one this library knows, for programs of this machine's own architecture.</summary>
    public LinuxSyscall Call => State == SyscallState.Inside ? LinuxSyscalls.Identify(Number, RuntimeInformation.ProcessArchitecture) : LinuxSyscall.Other;

    /// <summary>Reads the text of <c>/proc/TID/syscall</c>. Pure.</summary>
    /// <remarks>proc_pid_syscall(5).</remarks>
    public static bool TryParse(ReadOnlySpan<byte> text, out SyscallInfo info)
    {
        // "257 0xffffffffffffff9c 0x7ffd1e9c 0x80000 0x0 0x0 0x0 0x7ffd1e80 0x7f01c2d4\n"
        //  number, six arguments, stack pointer, instruction pointer
        // "-1 0x7ffd1e80 0x7f01c2d4\n"      sleeps, but not in a system call
        // "running\n"
        info = default;
        if (text.StartsWith("running"u8))
        {
            return true;
        }

        if (!Utf8Parser.TryParse(text, out long number, out var used))
        {
            return false;
        }

        if (number < 0)
        {
            info = new SyscallInfo(SyscallState.Outside, 0, 0, 0, 0, 0, 0, 0);
            return true;
        }

        var rest = text[used..];
        Span<ulong> arguments = stackalloc ulong[6];
        foreach (ref var argument in arguments)
        {
            if (!rest.StartsWith(" 0x"u8) || !Utf8Parser.TryParse(rest[3..], out argument, out used, 'x'))
            {
                return false;
            }

            rest = rest[(3 + used)..];
        }

        info = new SyscallInfo(SyscallState.Inside, number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
        return true;
    }

    /// <summary>Asks what a thread that raised a permission event waits in.</summary>
    /// <remarks>docs/reference/runtime-notes.md, Facts about the opener 2: it may still be on its way to sleep, so <c>running</c> is asked again.</remarks>
    /// <param name="thread">The thread id.</param>
    /// <param name="info">The answer; its state is <see cref="SyscallState.Running"/> if it never slept.</param>
    /// <param name="attempts">How often to ask while it runs.</param>
    /// <returns>ENOENT or ESRCH if the thread is gone, EBADMSG for a text of another shape.</returns>
    public static Errno Read(int thread, out SyscallInfo info, int attempts = 1000)
    {
        info = default;
        Span<byte> path = stackalloc byte[ProcPath.MaxLength];
        Span<byte> text = stackalloc byte[MaxFileLength];
        ProcPath.Write(path, thread, "syscall"u8);
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var error = ProcFile.ReadStart(path, text, out var length);
            if (error != Errno.None)
            {
                return error;
            }

            if (!TryParse(text[..length], out info))
            {
                return Errno.EBADMSG;
            }

            if (info.State != SyscallState.Running)
            {
                break;
            }

            Thread.Yield();
        }

        return Errno.None;
    }
}
