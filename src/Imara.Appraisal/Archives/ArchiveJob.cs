using Imara.Appraisal.Archives.Tar;
using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Archives;

/// <summary>An entry on its way from the reader, past a worker if it is a file, to the writer.</summary>
internal sealed class ArchiveJob(TarEntry entry, Spool content) : IDisposable
{
    /// <summary>The entry.</summary>
    public TarEntry Entry => entry;

    /// <summary>Its content with padding.</summary>
    public Spool Content => content;

    /// <summary>About how many bytes of memory it takes.</summary>
    public long MemorySize { get; } = content.MemorySize + entry.MemorySize;

    /// <summary>False for a file that does not count.</summary>
    public required bool IsWanted { get; init; }

    /// <summary>The decision; null where none was asked for.</summary>
    public FileOutcome? Outcome { get; set; }

    /// <summary>What is wrong with the program or the machine, if that kept it from being decided.</summary>
    public Exception? Failure { get; set; }

    /// <summary>True as soon as it can be written.</summary>
    public bool IsDone { get; set; }

    /// <inheritdoc/>
    public void Dispose() => content.Dispose();
}
