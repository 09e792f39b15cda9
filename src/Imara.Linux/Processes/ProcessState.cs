using Imara.Linux.Files;

namespace Imara.Linux.Processes;

/// <summary>Asks again and again what state a process is in, through one descriptor: nothing is opened after the beginning.</summary>
/// <remarks>proc_pid_stat(5), field 3; the name before it may hold anything, parentheses too.</remarks>
public sealed class ProcessState : IDisposable
{
    private const int MaxLength = 512;

    private readonly int descriptor;
    private readonly byte[] buffer = new byte[MaxLength];

    private ProcessState(int descriptor) => this.descriptor = descriptor;

    /// <summary>Begins to watch a process.</summary>
    public static Errno Open(int process, out ProcessState? state)
    {
        var error = Descriptor.Open(System.Text.Encoding.ASCII.GetBytes($"/proc/{process}/stat"), OpenFlags.ReadOnly, out var descriptor);
        state = error == Errno.None ? new ProcessState(descriptor) : null;
        return error;
    }

    /// <summary>The kernel's letter: <c>T</c> and <c>t</c> stopped, <c>Z</c> and <c>X</c> ended, <c>D</c> in a wait that nothing interrupts; 0 if it is gone.</summary>
    public byte Read()
    {
        if (Descriptor.ReadAt(descriptor, buffer, 0, out var length) != Errno.None)
        {
            return 0;
        }

        var at = buffer.AsSpan(0, length).LastIndexOf(") "u8);
        return at >= 0 && at + 2 < length ? buffer[at + 2] : (byte)0;
    }

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Close(descriptor);
}
