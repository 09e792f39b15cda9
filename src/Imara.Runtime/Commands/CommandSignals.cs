using System.Runtime.InteropServices;
using Imara.Linux.Processes;

namespace Imara.Runtime.Commands;

/// <summary>Signals that would end us are handed on to the command.</summary>
/// <remarks>
/// They belong to whoever has the last word, not to the run of the command: one that comes, or is only noticed, after the command has ended must not
/// end us before the list is written.
/// </remarks>
public sealed class CommandSignals : IDisposable
{
    private const int SigHup = 1;
    private const int SigInt = 2;
    private const int SigQuit = 3;
    private const int SigTerm = 15;

    private static readonly (PosixSignal Signal, int Number)[] Forwarded =
        [(PosixSignal.SIGHUP, SigHup), (PosixSignal.SIGINT, SigInt), (PosixSignal.SIGQUIT, SigQuit), (PosixSignal.SIGTERM, SigTerm)];

    private static CommandSignals? kept;

    private readonly PosixSignalRegistration[] registrations;
    private ChildProcess? child;
    private int early;
    private bool isStopped;

    private CommandSignals() =>
        registrations = [.. Forwarded.Select(forwarded => PosixSignalRegistration.Create(forwarded.Signal, context => Take(context, forwarded.Number)))];

    /// <summary>Takes the signals until it is disposed.</summary>
    public static CommandSignals Take() => new();

    /// <summary>Takes the signals until the process ends.</summary>
    public static CommandSignals TakeForGood() => kept ??= new CommandSignals();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }
    }

    /// <summary>The command is there: it gets the signals, also one that came while it was being started.</summary>
    /// <param name="started">The command.</param>
    internal void HandTo(ChildProcess started)
    {
        Volatile.Write(ref child, started);
        if (Volatile.Read(ref early) is var missed and not 0)
        {
            // Twice does no harm.
            started.Signal(missed);
        }
    }

    /// <summary>The command was stopped: from now on it is made to go on with what it gets.</summary>
    internal void IsStopped() => Volatile.Write(ref isStopped, true);

    private void Take(PosixSignalContext context, int number)
    {
        context.Cancel = true;

        // Keys of the terminal reach the whole foreground group without us; a stopped command takes them when it goes on.
        var resume = Volatile.Read(ref isStopped);
        if (number == SigTerm || resume || !Terminal.IsForeground)
        {
            Volatile.Write(ref early, number);
            Volatile.Read(ref child)?.Signal(number, resume);
        }
    }
}
