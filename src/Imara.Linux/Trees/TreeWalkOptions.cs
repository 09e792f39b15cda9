namespace Imara.Linux.Trees;

/// <summary>How a tree is walked.</summary>
public sealed record TreeWalkOptions
{
    /// <summary>Go on where another file system is mounted. Otherwise the walk keeps to the device of each root, as `find -xdev` does.</summary>
    public bool AllFileSystems { get; init; }

    /// <summary>Number of threads; 1 visits in an order that depends on the file system only.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Leave out the status of files, whose type the directory tells: <see cref="TreeFile.Status"/> is empty, and only <see cref="TreeFile.Keep"/> serves. For callers that
    /// open each file and learn its status then.
    /// </summary>
    public bool WithoutStatus { get; init; }
}
