using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>The terminal this process was started on.</summary>
public static unsafe class Terminal
{
    private const uint GetForegroundGroup = 0x540F; // TIOCGPGRP

    /// <summary>
    /// True if our process group is in the foreground of the terminal on standard input, output or error: then keys such as Ctrl-C reach our children
    /// without our help.
    /// </summary>
    public static bool IsForeground
    {
        get
        {
            var ours = Libc.GetPgid(0);
            for (var descriptor = 0; descriptor <= 2; descriptor++)
            {
                int group;
                if (Libc.Ioctl(descriptor, GetForegroundGroup, &group) == 0)
                {
                    return group == ours;
                }
            }

            return false;
        }
    }
}
