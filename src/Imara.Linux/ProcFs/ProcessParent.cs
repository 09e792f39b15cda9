using System.Buffers.Text;

namespace Imara.Linux.ProcFs;

/// <summary>Whose child a process is.</summary>
public static class ProcessParent
{
    // The parent stands before all that may be long.
    private const int Enough = 512;

    /// <summary>Reads the text of <c>/proc/TID/status</c>; 0: the parent is none of those that are seen from here. Pure.</summary>
    /// <remarks>proc_pid_status(5).</remarks>
    public static bool TryParse(ReadOnlySpan<byte> text, out int parent)
    {
        // Name:	cat                  never holds a line feed: the kernel escapes it
        // PPid:	4710
        parent = 0;
        var at = text.IndexOf("\nPPid:\t"u8);
        return at >= 0 && Utf8Parser.TryParse(text[(at + 7)..], out parent, out _);
    }

    /// <summary>Asks for the parent of the process that a thread belongs to.</summary>
    /// <returns>ENOENT or ESRCH if the thread is gone, EBADMSG for a text of another shape.</returns>
    public static Errno Read(int thread, out int parent)
    {
        parent = 0;
        Span<byte> path = stackalloc byte[ProcPath.MaxLength];
        Span<byte> start = stackalloc byte[Enough];
        ProcPath.Write(path, thread, "status"u8);
        var error = ProcFile.ReadStart(path, start, out var length);
        return error != Errno.None ? error : TryParse(start[..length], out parent) ? Errno.None : Errno.EBADMSG;
    }
}
