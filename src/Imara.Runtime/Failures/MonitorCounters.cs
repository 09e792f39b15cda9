namespace Imara.Runtime.Failures;

/// <summary>What happened while accesses were watched; written by the event thread, to be read when it has ended.</summary>
public sealed class MonitorCounters
{
    private readonly long[] kinds = new long[Enum.GetValues<FailureKind>().Length];

    /// <summary>Events of all kinds.</summary>
    public long Events { get; internal set; }

    /// <summary>Opens judged.</summary>
    public long Opens { get; internal set; }

    /// <summary>Executed files judged: programs, scripts and their interpreters.</summary>
    public long Executions { get; internal set; }

    /// <summary>Opens of this process itself, allowed at once.</summary>
    public long OwnOpens { get; internal set; }

    /// <summary>Opens whose access mode was concluded from the file's writers: openat2, io_uring, 32-bit programs, the kernel itself.</summary>
    public long UnknownOpens { get; internal set; }

    /// <summary>Openers that were killed while they waited.</summary>
    public long GoneOpeners { get; internal set; }

    /// <summary>Accesses refused.</summary>
    public long Denied { get; internal set; }

    /// <summary>Digests computed.</summary>
    public long Digests { get; internal set; }

    /// <summary>Entries added to the list, violations included.</summary>
    public long Entries { get; internal set; }

    /// <summary>Violations found.</summary>
    public long Violations { get; internal set; }

    /// <summary>Audit records beyond the number that is kept.</summary>
    public long AuditDropped { get; internal set; }

    /// <summary>Accesses that were not looked at; all were allowed but for <see cref="FailureKind.EventLost"/>.</summary>
    public long Failures => kinds.Sum();

    /// <summary>The first failure of another kind than <see cref="FailureKind.Ended"/>, for people; null if there was none.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>Why watching ended before it was told to, for people; null if it did not.</summary>
    public string? Ended { get; private set; }

    /// <summary>Failures of one kind.</summary>
    public long Of(FailureKind kind) => kinds[(int)kind];

    internal void Failed(FailureKind kind, string what)
    {
        kinds[(int)kind]++;
        if (kind == FailureKind.Ended)
        {
            Ended = what;
        }
        else
        {
            FirstFailure ??= what;
        }
    }
}
