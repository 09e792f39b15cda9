using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>A program started with our own standard streams, directory and environment.</summary>
/// <remarks>
/// The starting thread waits in the kernel until the program is loaded, also for the answers to permission events its opens raise: another
/// thread must be there to give them.
/// </remarks>
public sealed unsafe class ChildProcess
{
    private const int SigPipe = 13;
    private const int SigChld = 17;
    private const int SpawnAttributesSize = 512; // posix_spawnattr_t has 336 bytes in glibc and musl
    private const int SpawnFileActionsSize = 256; // posix_spawn_file_actions_t has 80 bytes in glibc and musl
    private const int SignalSetSize = 128;
    private const int SignalInfoSize = 128;
    private const short SetSignalDefaults = 4;
    private const int WaitForPid = 1;
    private const int WaitExited = 4;
    private const int WaitWithoutReaping = 0x0100_0000;
    private const int ChildExited = 1;

    private readonly Lock gate = new();
    private bool reaped;

    private ChildProcess(int id) => Id = id;

    /// <summary>Its process id.</summary>
    public int Id { get; }

    /// <summary>Starts a program. A file the kernel cannot execute is given to <c>/bin/sh</c>, as execvp(3) does.</summary>
    /// <param name="path">The file to execute; see <see cref="ExecutableSearch"/>.</param>
    /// <param name="arguments">Its arguments, the first being the name it is called by.</param>
    /// <param name="child">The child, if the result is <see cref="Errno.None"/>.</param>
    /// <returns>ENOENT, EACCES and what else execve(2) says.</returns>
    public static Errno Start(string path, IReadOnlyList<string> arguments, out ChildProcess? child)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(arguments);
        KeepChildStatus();
        var error = Spawn(path, arguments, isQuiet: false, out child);
        return error == Errno.ENOEXEC ? Spawn("/bin/sh", ["sh", path, .. arguments.Skip(1)], isQuiet: false, out child) : error;
    }

    /// <summary>Starts this very file and nothing in its place, with standard streams that lead nowhere.</summary>
    /// <param name="path">The file to execute.</param>
    /// <param name="arguments">Its arguments, the first being the name it is called by.</param>
    /// <param name="child">The child, if the result is <see cref="Errno.None"/>.</param>
    /// <returns>What execve(2) says: ENOEXEC for a file that the kernel does not know how to run.</returns>
    public static Errno StartQuietly(string path, IReadOnlyList<string> arguments, out ChildProcess? child)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(arguments);
        KeepChildStatus();
        return Spawn(path, arguments, isQuiet: true, out child);
    }

    /// <summary>Sends a signal, unless the program has ended.</summary>
    /// <returns>ESRCH if it has ended.</returns>
    public Errno Signal(int signal)
    {
        lock (gate)
        {
            if (reaped)
            {
                return Errno.ESRCH;
            }

            return Libc.Kill(Id, signal) < 0 ? Libc.LastErrno : Errno.None;
        }
    }

    /// <summary>Waits until the program has ended; to be called once.</summary>
    public Errno Wait(out ExitStatus status)
    {
        status = default;

        // First without reaping: the id stays ours, so that a signal sent meanwhile cannot reach another process.
        var error = WaitOnce(WaitExited | WaitWithoutReaping, out _);
        if (error != Errno.None)
        {
            return error;
        }

        lock (gate)
        {
            error = WaitOnce(WaitExited, out status);
            reaped = true;
            return error;
        }
    }

    private Errno WaitOnce(int options, out ExitStatus status)
    {
        status = default;
        var info = stackalloc byte[SignalInfoSize];
        while (Libc.WaitId(WaitForPid, (uint)Id, info, options) < 0)
        {
            if (Libc.LastErrno != Errno.EINTR)
            {
                return Libc.LastErrno;
            }
        }

        // siginfo_t: si_code at 8, si_status at 24.
        status = new ExitStatus(Unsafe.ReadUnaligned<int>(info + 24), Unsafe.ReadUnaligned<int>(info + 8) != ChildExited);
        return Errno.None;
    }

    private static Errno Spawn(string path, IReadOnlyList<string> arguments, bool isQuiet, out ChildProcess? child)
    {
        child = null;
        var attributes = stackalloc byte[SpawnAttributesSize];
        var error = Libc.PosixSpawnAttrInit(attributes);
        if (error != 0)
        {
            return (Errno)error;
        }

        // The runtime ignores SIGPIPE, and what is ignored is inherited.
        var defaults = stackalloc byte[SignalSetSize];
        new Span<byte>(defaults, SignalSetSize).Clear();
        Unsafe.WriteUnaligned(defaults, 1UL << (SigPipe - 1));
        _ = Libc.PosixSpawnAttrSetSigDefault(attributes, defaults);
        _ = Libc.PosixSpawnAttrSetFlags(attributes, SetSignalDefaults);

        var actions = stackalloc byte[SpawnFileActionsSize];
        _ = Libc.PosixSpawnFileActionsInit(actions);
        var texts = new nint[arguments.Count + 1];
        try
        {
            error = isQuiet ? LeadNowhere(actions) : 0;
            if (error != 0)
            {
                return (Errno)error;
            }

            for (var i = 0; i < arguments.Count; i++)
            {
                texts[i] = Marshal.StringToCoTaskMemUTF8(arguments[i]);
            }

            int pid;
            fixed (byte* pathAt = Encoding.UTF8.GetBytes(path + '\0'))
            fixed (nint* argumentsAt = texts)
            {
                error = Libc.PosixSpawn(&pid, pathAt, actions, attributes, (byte**)argumentsAt, Libc.Environment);
            }

            if (error == 0)
            {
                child = new ChildProcess(pid);
            }

            return (Errno)error;
        }
        finally
        {
            foreach (var text in texts)
            {
                Marshal.FreeCoTaskMem(text);
            }

            _ = Libc.PosixSpawnFileActionsDestroy(actions);
            _ = Libc.PosixSpawnAttrDestroy(attributes);
        }
    }

    private static int LeadNowhere(void* actions)
    {
        const int ReadWrite = 2;
        var error = 0;
        fixed (byte* nowhere = "/dev/null\0"u8)
        {
            for (var stream = 0; stream <= 2 && error == 0; stream++)
            {
                error = Libc.PosixSpawnFileActionsAddOpen(actions, stream, nowhere, ReadWrite, 0);
            }
        }

        return error;
    }

    // If whoever started us ignores SIGCHLD, the kernel forgets how children end.
    private static void KeepChildStatus()
    {
        const int StructureSize = 256;
        var old = stackalloc byte[StructureSize];
        const nint Default = 0;
        const nint Ignore = 1;
        if (Libc.SigAction(SigChld, null, old) == 0 && Unsafe.ReadUnaligned<nint>(old) == Ignore)
        {
            _ = Libc.Signal(SigChld, Default);
        }
    }
}
