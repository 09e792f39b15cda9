namespace Imara.Linux.Fanotify;

/// <summary>One event as the kernel wrote it.</summary>
/// <param name="Mask">What happened or is asked.</param>
/// <param name="Descriptor">A descriptor of the file, to be closed by the reader; -1 without a file, another negative number is an error (negated).</param>
/// <param name="ThreadId">Who: a thread id in groups that report threads, else a process id; 0 if not visible from here.</param>
/// <param name="PidDescriptor">A process descriptor to be closed by the reader, or a negative number.</param>
public readonly record struct FanotifyEvent(FanotifyMask Mask, int Descriptor, int ThreadId, int PidDescriptor = -1)
{
    /// <summary>True if the kernel waits for an answer.</summary>
    public bool NeedsResponse => (Mask & FanotifyMask.AnyPermission) != FanotifyMask.None && Descriptor >= 0;
}
