using System.Runtime.InteropServices;

namespace Imara.Linux.ProcFs;

/// <summary>The numbers of <see cref="LinuxSyscall"/> on each architecture.</summary>
public static class LinuxSyscalls
{
    /// <summary>The call with <paramref name="number"/> on <paramref name="architecture"/>; <see cref="LinuxSyscall.Other"/> if it is none of ours.</summary>
    /// <remarks>docs/reference/runtime-notes.md, Constants. Numbers of 32-bit programs are not told apart.</remarks>
    public static LinuxSyscall Identify(long number, Architecture architecture) => architecture switch
    {
        Architecture.X64 => number switch
        {
            0 => LinuxSyscall.Read,
            2 => LinuxSyscall.Open,
            9 => LinuxSyscall.Mmap,
            59 => LinuxSyscall.Execve,
            85 => LinuxSyscall.Creat,
            175 => LinuxSyscall.InitModule,
            257 => LinuxSyscall.OpenAt,
            304 => LinuxSyscall.OpenByHandleAt,
            313 => LinuxSyscall.FinitModule,
            320 => LinuxSyscall.KexecFileLoad,
            322 => LinuxSyscall.ExecveAt,
            426 => LinuxSyscall.IoUringEnter,
            437 => LinuxSyscall.OpenAt2,
            _ => LinuxSyscall.Other,
        },
        Architecture.Arm64 => number switch
        {
            56 => LinuxSyscall.OpenAt,
            63 => LinuxSyscall.Read,
            105 => LinuxSyscall.InitModule,
            221 => LinuxSyscall.Execve,
            222 => LinuxSyscall.Mmap,
            265 => LinuxSyscall.OpenByHandleAt,
            273 => LinuxSyscall.FinitModule,
            281 => LinuxSyscall.ExecveAt,
            294 => LinuxSyscall.KexecFileLoad,
            426 => LinuxSyscall.IoUringEnter,
            437 => LinuxSyscall.OpenAt2,
            _ => LinuxSyscall.Other,
        },
        _ => LinuxSyscall.Other,
    };
}
