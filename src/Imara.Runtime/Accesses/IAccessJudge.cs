using Imara.Engine.Files;

namespace Imara.Runtime.Accesses;

/// <summary>Decides about accesses; called by one thread only, while the opener waits.</summary>
/// <remarks>
/// It must open no file, wait for nobody and write nothing: an opener is asleep until it answers, and what it would open might need an answer of the same
/// thread. docs/reference/runtime-notes.md, Never deadlock. What it is given is valid until the call returns.
/// </remarks>
internal interface IAccessJudge
{
    /// <summary>False if no rule can concern a plain open, so that only executions need to be watched.</summary>
    bool NeedsOpens { get; }

    /// <summary>Answers all that is asked about an access.</summary>
    AccessVerdict Judge(LiveAccess access);

    /// <summary>A writable open was closed; <see cref="LiveAccess.OpenWriters"/> still counts it.</summary>
    void WriterClosed(LiveAccess access);

    /// <summary>Mode, owner, attributes or times of the file have changed since it was last seen.</summary>
    /// <param name="access">The access at which that is seen.</param>
    /// <param name="isResized">It was truncated, while somebody has it open for writing.</param>
    void AttributesChanged(LiveAccess access, bool isResized);

    /// <summary>What was known of a file does not hold any more: it is another one, or was changed by a way that raises no events.</summary>
    void Forget(InodeKey file);
}
