using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Finds the folder and the name in it that a path leads to.</summary>
internal static class TargetPlace
{
    private const int MostLinks = 40;
    private const uint Sticky = 0x200;
    private const uint OthersWrite = 0x2;

    /// <summary>Opens the folder and finds the name; nothing needs to be under it yet.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followsLink">A link under the last name leads on; else it is what is found.</param>
    /// <param name="folder">The folder, to be disposed of by the caller.</param>
    /// <param name="name">The name in it.</param>
    /// <returns>EACCES for a link that somebody else left in a folder such as /tmp, which the kernel follows neither (fs.protected_symlinks).</returns>
    internal static Errno Find(ReadOnlySpan<byte> path, bool followsLink, out OpenFolder? folder, out byte[] name)
    {
        folder = null;
        name = [];
        var rest = path.ToArray();
        for (var links = 0; links < MostLinks; links++)
        {
            var slash = rest.AsSpan().LastIndexOf((byte)'/');
            name = rest[(slash + 1)..];
            if (!EntryName.IsOne(name))
            {
                return Leave(rest.Length == 0 ? Errno.ENOENT : Errno.EISDIR, ref folder);
            }

            if (slash >= 0 || folder is null)
            {
                var above = slash < 0 ? "."u8 : slash == 0 ? "/"u8 : rest.AsSpan(0, slash);
                var error = OpenFolder.Open(folder?.Descriptor ?? Libc.AtFdCwd, above, 0, out var next);
                folder?.Dispose();
                folder = next;
                if (error != Errno.None)
                {
                    return error;
                }
            }

            if (!followsLink || folder!.StatusOf(name, out var status) != Errno.None || !status.IsSymbolicLink)
            {
                return Errno.None;
            }

            var read = ReadLink(folder, name, status, out rest);
            if (read != Errno.None)
            {
                return Leave(read, ref folder);
            }
        }

        return Leave(Errno.ELOOP, ref folder);
    }

    private static Errno Leave(Errno error, ref OpenFolder? folder)
    {
        folder?.Dispose();
        folder = null;
        return error;
    }

    private static Errno ReadLink(OpenFolder folder, ReadOnlySpan<byte> name, in FileStatus link, out byte[] target)
    {
        target = [];
        var error = FileStatus.Read(folder.Descriptor, out var above);
        if (error != Errno.None)
        {
            return error;
        }

        var isShared = (above.Mode & (Sticky | OthersWrite)) == (Sticky | OthersWrite);
        if (isShared && link.Uid != Libc.GetEUid() && link.Uid != above.Uid)
        {
            return Errno.EACCES;
        }

        return folder.TargetOf(name, out target);
    }
}
