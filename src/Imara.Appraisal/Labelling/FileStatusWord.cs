namespace Imara.Appraisal.Labelling;

/// <summary>What became of one file; in JSON the name in lower case.</summary>
public enum FileStatusWord
{
    /// <summary>Nothing had to be done: what is there is right already.</summary>
    Unchanged,

    /// <summary>Attributes were written; in a dry run: would be.</summary>
    Written,

    /// <summary>Attributes were removed; in a dry run: would be.</summary>
    Removed,

    /// <summary>The kernel would let it pass.</summary>
    Good,

    /// <summary>The kernel would refuse it; the cause is that of its audit record.</summary>
    Bad,

    /// <summary>Nobody can say: no key was given that could tell.</summary>
    Unchecked,

    /// <summary>Its attributes were told (`show`).</summary>
    Shown,

    /// <summary>Left alone on purpose: not asked for, or another name of a file that was met before.</summary>
    Skipped,

    /// <summary>It changed while it was read, so that nothing was written.</summary>
    Changed,

    /// <summary>It was gone when its turn came.</summary>
    Vanished,

    /// <summary>It cannot be read, so that nothing is known.</summary>
    Unreadable,

    /// <summary>What was asked for could not be done.</summary>
    Failed,
}
