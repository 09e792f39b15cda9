using System.Text;
using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Folders of a system that is mounted somewhere: whatever its links say, they lead to its own root.</summary>
public static unsafe class RootedFolder
{
    private const int OpenAt2 = 437; // on every architecture
    private const ulong NoMagicLinks = 0x02; // RESOLVE_NO_MAGICLINKS
    private const ulong InRoot = 0x10; // RESOLVE_IN_ROOT
    private const int Everybody = 0x1ed; // 0755

    /// <summary>Opens a folder.</summary>
    /// <param name="root">The root of the system.</param>
    /// <param name="path">The folder's path in it; empty for the root.</param>
    /// <param name="makes">Makes what is missing, mode 0755 before the umask.</param>
    /// <param name="folder">The folder, to be disposed of by the caller; null on failure.</param>
    /// <returns>ENOENT where nothing is there, or where a link leads to nothing in this root; ELOOP for links where the kernel is older than 5.6.</returns>
    public static Errno Open(OpenFolder root, string path, bool makes, out OpenFolder? folder)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(path);
        var below = path.Trim('/');
        var error = OpenBelow(root, below, out folder);
        if (error != Errno.ENOENT || !makes || below.Length == 0)
        {
            return error;
        }

        var slash = below.LastIndexOf('/');
        error = Open(root, slash < 0 ? string.Empty : below[..slash], makes, out var above);
        using (above)
        {
            return error == Errno.None ? Make(above!, Encoding.UTF8.GetBytes(below[(slash + 1)..]), out folder) : error;
        }
    }

    private static Errno Make(OpenFolder above, byte[] name, out OpenFolder? folder)
    {
        folder = null;
        Span<byte> text = stackalloc byte[EntryName.Room];
        var error = EntryName.Terminate(name, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* at = text)
        {
            if (Libc.MkDirAt(above.Descriptor, at, Everybody) < 0 && Libc.LastErrno != Errno.EEXIST)
            {
                return Libc.LastErrno;
            }
        }

        return above.OpenBelow(name, out folder);
    }

    private static Errno OpenBelow(OpenFolder root, string below, out OpenFolder? folder)
    {
        folder = null;
        Span<byte> text = stackalloc byte[PathText.Max];
        var error = PathText.Terminate(Encoding.UTF8.GetBytes(below.Length == 0 ? "." : below), text);
        if (error != Errno.None)
        {
            return error;
        }

        // struct open_how: flags, mode, resolve.
        var how = stackalloc ulong[3] { (ulong)(uint)(OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.CloseOnExec), 0, InRoot | NoMagicLinks };
        fixed (byte* at = text)
        {
            nint opened;
            do
            {
                opened = Libc.Syscall(OpenAt2, root.Descriptor, (nint)at, (nint)how, 3 * sizeof(ulong), 0);
            }
            while (opened < 0 && Libc.LastErrno is Errno.EINTR or Errno.EAGAIN);
            if (opened < 0)
            {
                return Libc.LastErrno == Errno.ENOSYS ? Walk(root, below, out folder) : Libc.LastErrno;
            }

            folder = OpenFolder.Of((int)opened);
            return Errno.None;
        }
    }

    // Without that call no link is followed at all.
    private static Errno Walk(OpenFolder root, string below, out OpenFolder? folder)
    {
        var error = OpenFolder.Open(root.Descriptor, "."u8, OpenFlags.NoFollow, out folder);
        foreach (var part in below.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (error != Errno.None)
            {
                return error;
            }

            var above = folder!;
            error = above.OpenBelow(Encoding.UTF8.GetBytes(part), out folder);
            above.Dispose();
        }

        return error;
    }
}
