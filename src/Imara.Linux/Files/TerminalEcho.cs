using System.Runtime.InteropServices;
using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>What is typed on a terminal is not shown, until this is disposed of or a signal ends the process.</summary>
public sealed unsafe class TerminalEcho : IDisposable
{
    private const uint GetAttributes = 0x5401; // TCGETS
    private const uint SetAttributes = 0x5403; // TCSETSW
    private const int Room = 256;
    private const int LocalFlags = 12; // c_lflag in struct termios
    private const byte Echo = 8;

    private readonly int descriptor;
    private readonly byte[] before;
    private readonly PosixSignalRegistration[] signals;

    private TerminalEcho(int descriptor, byte[] before)
    {
        this.descriptor = descriptor;
        this.before = before;
        signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, _ => Restore()))];
    }

    /// <summary>Switches it off; null if the descriptor is no terminal.</summary>
    public static TerminalEcho? Off(int descriptor)
    {
        var found = new byte[Room];
        fixed (byte* at = found)
        {
            if (Libc.Ioctl(descriptor, GetAttributes, at) < 0)
            {
                return null;
            }
        }

        var silent = (byte[])found.Clone();
        silent[LocalFlags] &= unchecked((byte)~Echo);
        fixed (byte* at = silent)
        {
            return Libc.Ioctl(descriptor, SetAttributes, at) < 0 ? null : new TerminalEcho(descriptor, found);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in signals)
        {
            signal.Dispose();
        }

        Restore();
    }

    private void Restore()
    {
        fixed (byte* at = before)
        {
            _ = Libc.Ioctl(descriptor, SetAttributes, at);
        }
    }
}
