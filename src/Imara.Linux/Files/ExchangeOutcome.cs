namespace Imara.Linux.Files;

/// <summary>What became of <see cref="ContentExchange"/>; unless it is done, the file is as it was.</summary>
public enum ExchangeOutcome
{
    /// <summary>The file has its new content.</summary>
    Done,

    /// <summary>There is something else under the name.</summary>
    NotRegular,

    /// <summary>The file has other names, and a new one would have this alone.</summary>
    SeveralNames,

    /// <summary>The file is not what it was when it was read.</summary>
    Changed,

    /// <summary>The new file could not get the owner, the mode or a label of the old one.</summary>
    CannotKeep,

    /// <summary>A system call failed.</summary>
    Failed,
}
