namespace Imara.Runtime.Accesses;

/// <summary>Decides about accesses, one question of IMA at a time; called by one thread only, while the opener waits.</summary>
/// <remarks>
/// It must open no file, wait for nobody and write nothing: an opener is asleep until it answers, and what it would open might need an answer of the same
/// thread. docs/reference/runtime-notes.md, Never deadlock.
/// </remarks>
internal interface IAccessJudge
{
    /// <summary>False if no rule can concern a plain open, so that only executions need to be watched.</summary>
    bool NeedsOpens { get; }

    /// <summary>Answers one question. <see cref="LiveAccess.CheckViolation"/> is to be asked once for FILE_CHECK and each MMAP question, in IMA's place:
    /// after the rules are matched, before the digest.</summary>
    /// <param name="access">The facts; valid until this call returns.</param>
    AccessVerdict Judge(LiveAccess access);
}
