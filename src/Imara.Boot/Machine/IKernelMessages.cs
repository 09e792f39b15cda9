namespace Imara.Boot.Machine;

/// <summary>The kernel's log.</summary>
internal interface IKernelMessages
{
    /// <summary>True if the log could be read at the last mark: what was not said then is silence, not ignorance.</summary>
    bool IsReadable { get; }

    /// <summary>Messages from here on are those of <see cref="SinceMark"/>.</summary>
    void Mark();

    /// <summary>What was logged since the mark, oldest first; empty if the log cannot be read.</summary>
    IReadOnlyList<KernelMessage> SinceMark();

    /// <summary>What the log still holds of this boot.</summary>
    IReadOnlyList<KernelMessage> All();
}
