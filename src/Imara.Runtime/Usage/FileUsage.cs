using Imara.Runtime.Accesses;

namespace Imara.Runtime.Usage;

/// <summary>Who has one file open, and which violations were told already. Pure.</summary>
/// <remarks>docs/reference/runtime-notes.md, Writers, readers, violations.</remarks>
internal sealed class FileUsage
{
    private bool mayEmitToMToU;
    private bool emittedOpenWriters;

    /// <summary>Read-only opens.</summary>
    internal int Readers { get; private set; }

    /// <summary>Writable opens.</summary>
    internal int Writers { get; private set; }

    /// <summary>True if no writer existed at some moment and every one since was seen.</summary>
    internal bool WritersAreExact { get; private set; }

    /// <summary>True if nothing is lost by forgetting this file.</summary>
    internal bool IsForgettable => Readers == 0 && Writers == 0 && !mayEmitToMToU && !emittedOpenWriters;

    /// <summary>True if it matters whether all these readers are still there: unread close events of one task merge.</summary>
    internal bool MayBeOvercounted => mayEmitToMToU && Readers > 0 && Writers == 0;

    /// <summary>A measured read (or mapping) is about to be allowed, or a write open; asked once for each, before it is counted.</summary>
    /// <param name="write">A writable open.</param>
    /// <param name="mustMeasure">A measure rule matches; for writable opens it does not matter.</param>
    /// <param name="hasWriters">Somebody has the file open for writing.</param>
    internal Violation Check(bool write, bool mustMeasure, bool hasWriters)
    {
        if (write)
        {
            var told = mayEmitToMToU && Readers > 0;
            mayEmitToMToU = mayEmitToMToU && Readers == 0;
            return told ? Violation.ToMToU : Violation.None;
        }

        if (!mustMeasure)
        {
            return Violation.None;
        }

        if (!hasWriters)
        {
            mayEmitToMToU = true;
            return Violation.None;
        }

        var first = !emittedOpenWriters;
        emittedOpenWriters = true;
        return first ? Violation.OpenWriters : Violation.None;
    }

    /// <summary>An open was allowed.</summary>
    internal void Opened(OpenKind kind)
    {
        if (kind == OpenKind.Reader)
        {
            Readers++;
        }
        else if (kind == OpenKind.Writer)
        {
            Writers++;
        }
    }

    /// <summary>A read-only open was closed; those from before the start were never counted.</summary>
    internal void ClosedReader() => Readers = Math.Max(0, Readers - 1);

    /// <summary>A writable open was closed.</summary>
    internal void ClosedWriter()
    {
        Writers = Math.Max(0, Writers - 1);
        emittedOpenWriters &= Writers > 0;
    }

    /// <summary>It was found that nobody has the file open for writing.</summary>
    internal void FoundNoWriters()
    {
        Writers = 0;
        WritersAreExact = true;
        emittedOpenWriters = false;
    }

    /// <summary>It was found that nobody has the file open at all.</summary>
    internal void FoundNobody()
    {
        Readers = 0;
        FoundNoWriters();
    }
}
