namespace Imara.Runtime.Guarding;

/// <summary>Decides when answers have been missing for too long. Pure.</summary>
/// <remarks>Looks are counted, not time: while the whole machine sleeps, or this process gets no processor, nobody is late.</remarks>
/// <param name="patience">So many looks in a row may find somebody waiting and nobody answered.</param>
/// <param name="stoppedPatience">So many, if the process that answers is stopped or ending.</param>
internal sealed class AnswerWatch(int patience, int stoppedPatience)
{
    private long answered = -1;
    private int without;
    private int withoutRunning;

    /// <summary>Takes one look.</summary>
    /// <param name="isWaiting">Somebody waits for an answer.</param>
    /// <param name="answers">How many answers were given so far.</param>
    /// <param name="state">The state of the process that answers; see <see cref="Linux.Processes.ProcessState"/>.</param>
    /// <returns>Why everything is to be let through; None: not yet.</returns>
    internal GuardReason Observe(bool isWaiting, long answers, byte state)
    {
        var isStill = isWaiting && answers == answered;
        answered = answers;
        without = isStill ? without + 1 : 0;
        var isStopped = state is (byte)'T' or (byte)'t';
        var isEnding = state is (byte)'Z' or (byte)'X' or 0;
        withoutRunning = isStill && (isStopped || isEnding) ? withoutRunning + 1 : 0;
        return withoutRunning >= Math.Min(patience, stoppedPatience) ? (isStopped ? GuardReason.Stopped : GuardReason.Ending)
            : without >= patience ? GuardReason.Unanswered
            : GuardReason.None;
    }
}
