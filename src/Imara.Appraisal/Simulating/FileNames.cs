namespace Imara.Appraisal.Simulating;

/// <summary>Tells by a path what the kernel would load a file as. Pure.</summary>
internal static class FileNames
{
    /// <summary>What holds for every file of a directory.</summary>
    /// <param name="path">Path of the directory.</param>
    public static FileTraits OfDirectory(ReadOnlySpan<byte> path)
    {
        var traits = Has(path, "/lib/modules"u8) ? FileTraits.Module : FileTraits.None;
        traits |= Has(path, "/lib/firmware"u8) ? FileTraits.Firmware : FileTraits.None;
        traits |= Has(path, "/boot"u8) ? FileTraits.KexecKernel | FileTraits.KexecInitramfs : FileTraits.None;
        return traits | (path.EndsWith("/etc/ima"u8) ? FileTraits.Policy : FileTraits.None);
    }

    /// <summary>What holds for a file.</summary>
    /// <param name="directory">What <see cref="OfDirectory"/> says about its directory.</param>
    /// <param name="name">The last part of its path.</param>
    public static FileTraits Of(FileTraits directory, ReadOnlySpan<byte> name)
    {
        var traits = directory & FileTraits.Firmware;
        if ((name.EndsWith(".so"u8) || name.IndexOf(".so."u8) >= 0) && !BelongsToLinker(name))
        {
            traits |= FileTraits.SharedObject;
        }

        if (directory == FileTraits.None)
        {
            return traits;
        }

        if ((directory & FileTraits.Module) != 0 && IsModule(name))
        {
            traits |= FileTraits.Module;
        }

        if ((directory & FileTraits.KexecKernel) != 0)
        {
            traits |= name.StartsWith("vmlinu"u8) || name.StartsWith("bzImage"u8) || name.StartsWith("Image"u8) ? FileTraits.KexecKernel : FileTraits.None;
            traits |= name.StartsWith("initrd"u8) || name.StartsWith("initramfs"u8) ? FileTraits.KexecInitramfs : FileTraits.None;
        }

        return traits | ((directory & FileTraits.Policy) != 0 && name.SequenceEqual("ima-policy"u8) ? FileTraits.Policy : FileTraits.None);
    }

    // ld.so.cache, ld.so.conf, ld.so.preload: the dynamic linker reads them, and executes nothing of them.
    private static bool BelongsToLinker(ReadOnlySpan<byte> name) => name.StartsWith("ld.so."u8) && name.Length > 6 && !char.IsAsciiDigit((char)name[6]);

    private static bool IsModule(ReadOnlySpan<byte> name) =>
        name.EndsWith(".ko"u8) || name.EndsWith(".ko.gz"u8) || name.EndsWith(".ko.xz"u8) || name.EndsWith(".ko.zst"u8);

    // The words as whole parts of the path, wherever the tree is mounted.
    private static bool Has(ReadOnlySpan<byte> path, ReadOnlySpan<byte> part)
    {
        var at = path.IndexOf(part);
        while (at >= 0)
        {
            var end = at + part.Length;
            if (end == path.Length || path[end] == '/')
            {
                return true;
            }

            var next = path[end..].IndexOf(part);
            at = next < 0 ? -1 : end + next;
        }

        return false;
    }
}
