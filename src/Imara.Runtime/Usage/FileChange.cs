namespace Imara.Runtime.Usage;

/// <summary>How a file differs from when it was last seen.</summary>
internal enum FileChange
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Mode, owner or an extended attribute.</summary>
    Attributes,

    /// <summary>It was truncated while somebody had it open for writing.</summary>
    Resized,

    /// <summary>Its content, or the time of it.</summary>
    Content,

    /// <summary>Its number now belongs to another file.</summary>
    Replaced,
}
