namespace Imara.Appraisal.Labelling;

/// <summary>How trees are labelled.</summary>
public sealed record LabelOptions
{
    /// <summary>Go into directories.</summary>
    public bool Recursive { get; init; }

    /// <summary>Go on where another file system is mounted.</summary>
    public bool AllFileSystems { get; init; }

    /// <summary>Number of threads that read, hash and sign.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>Decide, but change nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Which files count; null: all.</summary>
    public FileFilter? Filter { get; init; }

    /// <summary>Write what would go to security.ima to the file's path with <c>.sig</c> behind it; directories then are searched for other files only.</summary>
    public bool Detached { get; init; }
}
