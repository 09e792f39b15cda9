using System.Runtime.CompilerServices;
using System.Text;
using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>A program started with our own directory and environment.</summary>
/// <remarks>
/// The starting thread waits in the kernel until the program is loaded, also for the answers to permission events its opens raise: another
/// thread must be there to give them.
/// </remarks>
public sealed unsafe class ChildProcess
{
    private const int SigCont = 18;
    private const int SignalInfoSize = 128;
    private const int WaitForPid = 1;
    private const int NoHang = 1;
    private const int WaitStopped = 2;
    private const int WaitExited = 4;
    private const int WaitWithoutReaping = 0x0100_0000;
    private const int ChildExited = 1;
    private const int ChildStopped = 5;

    private readonly Lock gate = new();
    private bool reaped;

    private ChildProcess(int id) => Id = id;

    /// <summary>Its process id.</summary>
    public int Id { get; }

    /// <summary>Starts a program. A file the kernel cannot execute is given to <c>/bin/sh</c>, as execvp(3) does.</summary>
    /// <param name="setup">The program.</param>
    /// <param name="child">The child, if the result is <see cref="Errno.None"/>.</param>
    /// <returns>ENOENT, EACCES and what else execve(2) says.</returns>
    public static Errno Start(ChildSetup setup, out ChildProcess? child)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var error = ChildSpawn.Start(setup, out var pid);
        if (error == Errno.ENOEXEC)
        {
            error = ChildSpawn.Start(setup with { Path = "/bin/sh"u8.ToArray(), Arguments = ["sh"u8.ToArray(), setup.Path, .. setup.Arguments.Skip(1)] }, out pid);
        }

        child = error == Errno.None ? new ChildProcess(pid) : null;
        return error;
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
        var setup = new ChildSetup(Encoding.UTF8.GetBytes(path), [.. arguments.Select(argument => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(argument))]) { IsQuiet = true };
        var error = ChildSpawn.Start(setup, out var pid);
        child = error == Errno.None ? new ChildProcess(pid) : null;
        return error;
    }

    /// <summary>Sends a signal, unless the program has ended.</summary>
    /// <param name="signal">Its number.</param>
    /// <param name="resume">Let a stopped program go on, so that it can take the signal.</param>
    /// <returns>ESRCH if it has ended.</returns>
    public Errno Signal(int signal, bool resume = false)
    {
        lock (gate)
        {
            if (reaped)
            {
                return Errno.ESRCH;
            }

            var failed = Libc.Kill(Id, signal) < 0;
            var error = failed ? Libc.LastErrno : Errno.None;
            if (!failed && resume)
            {
                _ = Libc.Kill(Id, SigCont);
            }

            return error;
        }
    }

    /// <summary>Waits until the program has ended; to be called once.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="stopped">Told each time the program is stopped by a signal.</param>
    public Errno Wait(out ExitStatus status, Action? stopped = null)
    {
        status = default;

        // First without reaping: the id stays ours, so that a signal sent meanwhile cannot reach another process.
        while (true)
        {
            var error = WaitOnce(WaitExited | WaitStopped | WaitWithoutReaping, out status, out var isStopped);
            if (error != Errno.None)
            {
                return error;
            }

            if (!isStopped)
            {
                break;
            }

            _ = WaitOnce(WaitStopped | NoHang, out _, out _);
            stopped?.Invoke();
        }

        lock (gate)
        {
            var error = WaitOnce(WaitExited, out status, out _);
            reaped = true;
            return error;
        }
    }

    /// <summary>Looks whether the program has ended, and forgets it if so.</summary>
    public bool HasEnded()
    {
        lock (gate)
        {
            if (!reaped)
            {
                var info = stackalloc byte[SignalInfoSize];
                new Span<byte>(info, SignalInfoSize).Clear();
                reaped = Libc.WaitId(WaitForPid, (uint)Id, info, WaitExited | NoHang) < 0 ? Libc.LastErrno != Errno.EINTR : Unsafe.ReadUnaligned<int>(info) != 0;
            }

            return reaped;
        }
    }

    private Errno WaitOnce(int options, out ExitStatus status, out bool isStopped)
    {
        status = default;
        isStopped = false;
        var info = stackalloc byte[SignalInfoSize];
        while (Libc.WaitId(WaitForPid, (uint)Id, info, options) < 0)
        {
            if (Libc.LastErrno != Errno.EINTR)
            {
                return Libc.LastErrno;
            }
        }

        // siginfo_t: si_code at 8, si_status at 24.
        var code = Unsafe.ReadUnaligned<int>(info + 8);
        isStopped = code == ChildStopped;
        status = new ExitStatus(Unsafe.ReadUnaligned<int>(info + 24), code != ChildExited);
        return Errno.None;
    }
}
