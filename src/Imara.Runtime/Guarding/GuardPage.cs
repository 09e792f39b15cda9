using Imara.Linux.Processes;

namespace Imara.Runtime.Guarding;

/// <summary>What the thread that answers and its watchdog tell each other. Each word has one writer.</summary>
/// <remarks>docs/design/runtime.md, The watchdog.</remarks>
internal sealed class GuardPage(SharedWords words) : IDisposable
{
    private const int BegunWord = 0;
    private const int FinishedWord = 1;
    private const int AnsweredWord = 2;
    private const int HighestWord = 3;
    private const int ProcessWord = 4;
    private const int DeadlineWord = 5;
    private const int BeatsWord = 8;
    private const int ReleasedWord = 9;

    internal SharedWords Words => words;

    /// <summary>Reads from the group that were begun; before an event leaves the queue, it counts here.</summary>
    internal long Begun
    {
        get => words[BegunWord];
        set => words[BegunWord] = value;
    }

    /// <summary>Reads whose events are all answered.</summary>
    internal long Finished
    {
        get => words[FinishedWord];
        set => words[FinishedWord] = value;
    }

    /// <summary>Events dealt with.</summary>
    internal long Answered
    {
        get => words[AnsweredWord];
        set => words[AnsweredWord] = value;
    }

    /// <summary>The highest number that an event's descriptor had.</summary>
    internal long Highest
    {
        get => words[HighestWord];
        set => words[HighestWord] = value;
    }

    /// <summary>The process that answers.</summary>
    internal int Process
    {
        get => (int)words[ProcessWord];
        set => words[ProcessWord] = value;
    }

    /// <summary>How long an opener may wait while nobody is answered, in milliseconds.</summary>
    internal int Deadline
    {
        get => (int)words[DeadlineWord];
        set => words[DeadlineWord] = value;
    }

    /// <summary>Counts as long as the watchdog runs.</summary>
    internal long Beats
    {
        get => words[BeatsWord];
        set => words[BeatsWord] = value;
    }

    /// <summary>Why the watchdog lets everything through; nothing is judged any more then.</summary>
    internal GuardReason Released
    {
        get => (GuardReason)words[ReleasedWord];
        set => words[ReleasedWord] = (long)value;
    }

    /// <inheritdoc/>
    public void Dispose() => words.Dispose();
}
