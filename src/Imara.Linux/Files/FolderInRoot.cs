using System.Text;
using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Opens folders of a system that is mounted somewhere: no link leads out of it, an absolute one begins at its root.</summary>
/// <remarks>openat2(2) with RESOLVE_IN_ROOT; kernels without it (before 5.6) get no links at all.</remarks>
public static unsafe class FolderInRoot
{
    private const nint OpenAt2 = 437;
    private const ulong InRoot = 0x10;
    private const ulong NoMagicLinks = 0x2;
    private const uint UsualMode = 0x1ED; // 0755
    private const int Tries = 16;

    /// <summary>Opens a folder.</summary>
    /// <param name="root">The root of the system.</param>
    /// <param name="path">The folder in it; a leading slash counts for nothing.</param>
    /// <param name="creates">Makes what is missing of the path, but nothing behind a link that leads nowhere.</param>
    /// <param name="folder">The folder, to be disposed of by the caller; null on failure.</param>
    /// <returns>ENOENT, ENOTDIR; ELOOP for a link that leads nowhere in this system.</returns>
    public static Errno Open(string root, string path, bool creates, out OpenFolder? folder)
    {
        folder = null;
        var error = OpenFolder.Open(Encoding.UTF8.GetBytes(root), out var top);
        if (error != Errno.None)
        {
            return error;
        }

        using (top)
        {
            var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            error = OpenPrefix(top!, parts, parts.Length, out folder);
            for (var length = 1; error == Errno.ENOENT && creates && length <= parts.Length; length++)
            {
                if (Make(top!, parts, length) is var made and not Errno.None)
                {
                    return made;
                }

                error = length == parts.Length ? OpenPrefix(top!, parts, length, out folder) : error;
            }

            return error;
        }
    }

    private static Errno Make(OpenFolder top, string[] parts, int length)
    {
        var error = OpenPrefix(top, parts, length, out var there);
        there?.Dispose();
        if (error != Errno.ENOENT)
        {
            return error;
        }

        error = OpenPrefix(top, parts, length - 1, out var above);
        if (error != Errno.None)
        {
            return error;
        }

        using (above)
        {
            Span<byte> text = stackalloc byte[EntryName.Room];
            var name = Encoding.UTF8.GetBytes(parts[length - 1]);
            if (above!.StatusOf(name, out _) == Errno.None)
            {
                return Errno.ELOOP;
            }

            error = EntryName.Terminate(name, text);
            fixed (byte* at = text)
            {
                return error != Errno.None ? error : Libc.MkDirAt(above.Descriptor, at, UsualMode) < 0 && Libc.LastErrno != Errno.EEXIST ? Libc.LastErrno : Errno.None;
            }
        }
    }

    private static Errno OpenPrefix(OpenFolder top, string[] parts, int length, out OpenFolder? folder)
    {
        folder = null;
        Span<byte> text = stackalloc byte[PathText.Max];
        var error = PathText.Terminate(length == 0 ? "."u8 : Encoding.UTF8.GetBytes(string.Join('/', parts[..length])), text);
        if (error != Errno.None)
        {
            return error;
        }

        var how = new OpenHow { Flags = (ulong)(OpenFlags.Directory | OpenFlags.CloseOnExec), Resolve = InRoot | NoMagicLinks };
        fixed (byte* at = text)
        {
            // EAGAIN: something was renamed meanwhile, so that the kernel cannot tell whether the path stayed inside.
            for (var attempt = 0; attempt < Tries; attempt++)
            {
                var descriptor = Libc.Syscall(OpenAt2, top.Descriptor, (nint)at, (nint)(&how), sizeof(OpenHow), 0);
                if (descriptor >= 0)
                {
                    folder = new OpenFolder((int)descriptor, isPathOnly: false);
                    return Errno.None;
                }

                error = Libc.LastErrno;
                if (error != Errno.EAGAIN)
                {
                    return error == Errno.ENOSYS ? OpenWithoutLinks(top, parts[..length], out folder) : error;
                }
            }
        }

        return error;
    }

    private static Errno OpenWithoutLinks(OpenFolder top, string[] parts, out OpenFolder? folder)
    {
        var error = OpenFolder.Open(top.Descriptor, "."u8, 0, out folder);
        foreach (var part in parts)
        {
            if (error != Errno.None)
            {
                break;
            }

            using var above = folder;
            error = above!.OpenBelow(Encoding.UTF8.GetBytes(part), out folder);
        }

        return error;
    }
}
