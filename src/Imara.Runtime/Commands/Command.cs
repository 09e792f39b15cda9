using Imara.Linux.Processes;

namespace Imara.Runtime.Commands;

/// <summary>A command to run while accesses are watched.</summary>
/// <param name="Path">The file to execute.</param>
/// <param name="Arguments">Its arguments, the first being the name it is called by.</param>
public sealed record Command(ByteString Path, IReadOnlyList<ByteString> Arguments)
{
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
    /// Runs it to its end. A terminal that stops processes stops the command and not us: who watches must not sleep while others wait for answers.
    /// </summary>
    /// <param name="signals">Those that would end us and are handed on to it.</param>
    /// <param name="stopped">Told with its process id each time the command is stopped by a signal.</param>
    public CommandOutcome Run(CommandSignals signals, Action<int>? stopped = null)
    {
        ArgumentNullException.ThrowIfNull(signals);
        IgnoredSignals.Ignore();
        var error = ChildProcess.Start(new ChildSetup(Path.Memory, [.. Arguments.Select(argument => argument.Memory)]), out var child);
        if (error != Errno.None)
        {
            return new CommandOutcome(error, default);
        }

        signals.HandTo(child!);
        error = child!.Wait(out var status, () =>
        {
            signals.IsStopped();
            stopped?.Invoke(child.Id);
        });
        return new CommandOutcome(error, status);
    }
}
