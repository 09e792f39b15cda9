using Imara.Engine.Files;
using Imara.Evaluation;

namespace Imara.Runtime.Executions;

/// <summary>Follows each thread through execve: which two events are one open, and which file its ELF interpreter is. Pure.</summary>
/// <remarks>
/// docs/reference/runtime-notes.md, IMA function -> what to use: OPEN_EXEC_PERM is always followed by OPEN_PERM for the same open. After a
/// program that names an ELF interpreter, the thread's next exec open is that interpreter if it is the named file, else a new program.
/// </remarks>
internal sealed class ExecTracker
{
    // A thread killed in the middle leaves its state behind.
    private const int MaxThreads = 4096;

    private readonly Dictionary<int, State> threads = [];

    /// <summary>The path of the ELF interpreter the thread's last program names; empty if none is expected.</summary>
    internal ReadOnlySpan<byte> ExpectedInterpreter(int thread) =>
        threads.TryGetValue(thread, out var state) ? state.Interpreter : default;

    /// <summary>What the thread's last program begins with; null if nobody wanted to know.</summary>
    internal Credentials? ProgramOf(int thread) => threads.TryGetValue(thread, out var state) ? state.Program : null;

    /// <summary>An exec open was asked for and will be allowed.</summary>
    /// <param name="thread">Who.</param>
    /// <param name="file">What.</param>
    /// <param name="interpreter">Path of the ELF interpreter the file names, if it is a program that names one.</param>
    /// <param name="program">What the program begins with, if that is known.</param>
    internal void Opening(int thread, InodeKey file, ReadOnlySpan<byte> interpreter, Credentials? program = null)
    {
        if (threads.Count >= MaxThreads)
        {
            threads.Clear();
        }

        threads[thread] = new State(file, PairPending: true, interpreter.IsEmpty ? [] : interpreter.ToArray(), program);
    }

    /// <summary>Is this plain open event the second one of the exec open just allowed? Answered once.</summary>
    internal bool TakePair(int thread, InodeKey file)
    {
        if (threads.Count == 0 || !threads.TryGetValue(thread, out var state))
        {
            return false;
        }

        if (state.PairPending && state.File == file && state.Interpreter.Length > 0)
        {
            threads[thread] = state with { PairPending = false };
            return true;
        }

        // Nothing more is expected of this thread: an open of its own ends the execve.
        threads.Remove(thread);
        return state.PairPending && state.File == file;
    }

    /// <summary>An exec open was refused: nothing follows it.</summary>
    internal void Forget(int thread) => threads.Remove(thread);

    private readonly record struct State(InodeKey File, bool PairPending, byte[] Interpreter, Credentials? Program);
}
