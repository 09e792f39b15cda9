namespace Imara.Linux.Trees;

/// <summary>Why a walk did not visit something.</summary>
public enum TreeFailure
{
    /// <summary>It was there when its directory was read, and is gone.</summary>
    Vanished,

    /// <summary>The directory cannot be opened or read.</summary>
    Directory,

    /// <summary>The status of the file cannot be read.</summary>
    Status,

    /// <summary>It lies on another file system, and the walk keeps to one.</summary>
    OtherFileSystem,

    /// <summary>The directory is one of those above it, mounted here again.</summary>
    Loop,

    /// <summary>The directory is another root of the same walk, and is visited as that.</summary>
    OtherRoot,
}
