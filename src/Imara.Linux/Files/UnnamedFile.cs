using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>A file without a name, its owner's alone, that is gone when it is closed.</summary>
public static unsafe class UnnamedFile
{
    private const int OwnerOnly = 0x180; // 0600
    private const int Exclusive = 0x80; // O_EXCL
    private const int Tries = 64;

    /// <summary>Makes one.</summary>
    /// <param name="folder">Path of a folder of the file system that has the room.</param>
    /// <param name="descriptor">To be read and written, and closed by the caller; -1 on failure.</param>
    public static Errno Open(ReadOnlySpan<byte> folder, out int descriptor)
    {
        var error = Descriptor.Open(folder, OpenFlags.ReadWrite | OpenFlags.TemporaryFile | OpenFlags.Directory, out descriptor, OwnerOnly);
        return error is Errno.EOPNOTSUPP or Errno.EISDIR or Errno.ENOENT or Errno.EINVAL ? OpenAndUnlink(folder, out descriptor) : error;
    }

    // Some file systems make no files without a name; it lives as long as it is open all the same.
    internal static Errno OpenAndUnlink(ReadOnlySpan<byte> folder, out int descriptor)
    {
        descriptor = -1;
        var error = OpenFolder.Open(folder, out var open);
        using (open)
        {
            for (var attempt = 0; error is Errno.None or Errno.EEXIST && attempt < Tries; attempt++)
            {
                fixed (byte* name = TemporaryName.Next())
                {
                    var flags = OpenFlags.ReadWrite | OpenFlags.Create | Exclusive | OpenFlags.NoFollow;
                    error = Descriptor.OpenIn(open!.Descriptor, name, flags, OwnerOnly, out descriptor);
                    if (error == Errno.None)
                    {
                        _ = Libc.UnlinkAt(open.Descriptor, name, 0);
                        return error;
                    }
                }
            }
        }

        return error;
    }
}
