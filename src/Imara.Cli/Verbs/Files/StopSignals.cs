using System.Runtime.InteropServices;

namespace Imara.Cli.Verbs.Files;

/// <summary>SIGINT and SIGTERM ask the work to end at a good point; the second one ends the process.</summary>
/// <remarks>Taken until the process ends: a first signal that comes when the work is done must not take away what is still to be told and placed.</remarks>
internal static class StopSignals
{
    private static readonly CancellationTokenSource Source = new();
    private static readonly PosixSignalRegistration?[] Registrations = new PosixSignalRegistration?[2];

    /// <summary>Takes the signals from now on.</summary>
    /// <returns>Cancelled by the first signal.</returns>
    public static CancellationToken Take()
    {
        Registrations[0] ??= PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        Registrations[1] ??= PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return Source.Token;
    }

    private static void Stop(PosixSignalContext context)
    {
        context.Cancel = !Source.IsCancellationRequested;
        Source.Cancel();
    }
}
