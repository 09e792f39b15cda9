using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>Processes whose parent ended.</summary>
public static class Orphans
{
    private const int SetChildSubreaper = 36; // PR_SET_CHILD_SUBREAPER

    /// <summary>From now on the descendants of this process whose parents end become its children, instead of those of init: they stay its descendants.</summary>
    public static Errno Adopt() => Libc.PrCtl(SetChildSubreaper, 1, 0, 0, 0) == 0 ? Errno.None : Libc.LastErrno;
}
