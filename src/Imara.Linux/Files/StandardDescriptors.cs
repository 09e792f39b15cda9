using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Descriptors 0 to 2, which a program takes for granted and whoever starts it may have closed.</summary>
public static unsafe class StandardDescriptors
{
    private const int Last = 2;
    private const int GetFlags = 1; // F_GETFD

    /// <summary>
    /// Puts something in the place of each that is closed, so that no file opened later stands there: standard input cannot be read, standard output and
    /// error cannot be written (EBADF).
    /// </summary>
    public static void Occupy()
    {
        for (var descriptor = 0; descriptor <= Last; descriptor++)
        {
            if (Libc.Fcntl(descriptor, GetFlags, 0) < 0)
            {
                // The lowest number that is free is this one, for those below are taken.
                var flags = descriptor == 0 ? OpenFlags.WriteOnly : OpenFlags.ReadOnly;
                if (Descriptor.Open("/dev/null"u8, flags, out _) != Errno.None)
                {
                    Descriptor.Open("/"u8, OpenFlags.ReadOnly, out _);
                }
            }
        }
    }

    /// <summary>The width of the terminal behind a descriptor, in columns; 0 if it is none or does not know.</summary>
    public static int Columns(int descriptor)
    {
        const uint GetSize = 0x5413; // TIOCGWINSZ
        var size = stackalloc ushort[4];
        return Libc.Ioctl(descriptor, GetSize, size) == 0 ? size[1] : 0;
    }

    /// <summary>True if a descriptor is a terminal.</summary>
    public static bool IsTerminal(int descriptor)
    {
        const uint GetAttributes = 0x5401; // TCGETS
        const int Room = 256;
        var attributes = stackalloc byte[Room];
        return Libc.Ioctl(descriptor, GetAttributes, attributes) == 0;
    }
}
