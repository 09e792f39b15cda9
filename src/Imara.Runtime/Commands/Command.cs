using System.Runtime.InteropServices;
using Imara.Linux.Processes;

namespace Imara.Runtime.Commands;

/// <summary>A command to run while accesses are watched.</summary>
/// <param name="Path">The file to execute.</param>
/// <param name="Arguments">Its arguments, the first being the name it is called by.</param>
public sealed record Command(ByteString Path, IReadOnlyList<ByteString> Arguments)
{
    private const int SigHup = 1;
    private const int SigInt = 2;
    private const int SigQuit = 3;
    private const int SigTerm = 15;

    private static readonly (PosixSignal Signal, int Number)[] Forwarded =
        [(PosixSignal.SIGHUP, SigHup), (PosixSignal.SIGINT, SigInt), (PosixSignal.SIGQUIT, SigQuit), (PosixSignal.SIGTERM, SigTerm)];

    /// <summary>Finds the command a user typed.</summary>
    /// <param name="arguments">Name and arguments, at least one.</param>
    /// <param name="command">The command, if the result is <see cref="Errno.None"/>.</param>
    public static Errno Find(IReadOnlyList<ByteString> arguments, out Command? command)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var error = ExecutableSearch.Find(arguments[0].Span, EnvironmentBytes.Get("PATH"u8), out var path);
        command = error == Errno.None ? new Command(new ByteString(path), arguments) : null;
        return error;
    }

    /// <summary>
    /// Runs it to its end; signals that would end us are handed on to it. A terminal that stops processes stops the command and not us: who watches
    /// must not sleep while others wait for answers.
    /// </summary>
    /// <param name="stopped">Told with its process id each time the command is stopped by a signal.</param>
    public CommandOutcome Run(Action<int>? stopped = null)
    {
        ChildProcess? child = null;
        var early = 0;
        var isStopped = false;
        var registrations = new List<PosixSignalRegistration>();
        try
        {
            TerminalStops.Ignore();
            foreach (var (signal, number) in Forwarded)
            {
                registrations.Add(PosixSignalRegistration.Create(signal, context =>
                {
                    context.Cancel = true;

                    // Keys of the terminal reach the whole foreground group without us; a stopped command takes them when it goes on.
                    var resume = Volatile.Read(ref isStopped);
                    if (signal == PosixSignal.SIGTERM || resume || !Terminal.IsForeground)
                    {
                        Volatile.Write(ref early, number);
                        Volatile.Read(ref child)?.Signal(number, resume);
                    }
                }));
            }

            var error = ChildProcess.Start(new ChildSetup(Path.Memory, [.. Arguments.Select(argument => argument.Memory)]), out var started);
            if (error != Errno.None)
            {
                return new CommandOutcome(error, default);
            }

            Volatile.Write(ref child, started);
            if (Volatile.Read(ref early) is var missed and not 0)
            {
                // Came while it was being started; twice does no harm.
                started!.Signal(missed);
            }

            error = started!.Wait(out var status, () =>
            {
                Volatile.Write(ref isStopped, true);
                stopped?.Invoke(started.Id);
            });
            return new CommandOutcome(error, status);
        }
        finally
        {
            registrations.ForEach(r => r.Dispose());
        }
    }
}
