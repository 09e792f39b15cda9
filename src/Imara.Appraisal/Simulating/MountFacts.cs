using Imara.Appraisal.Files;
using Imara.Linux.Files;

namespace Imara.Appraisal.Simulating;

/// <summary>A mount as far as it matters to files on it; compared by reference.</summary>
/// <param name="fileSystem">The file system.</param>
/// <param name="options">The options of the mount.</param>
internal sealed class MountFacts(FileSystemIdentity fileSystem, MountOptions options)
{
    // vfat and msdos, exfat, the two of NTFS.
    private static readonly ulong[] Modeless = [0x4d44, 0x2011bab0, 0x5346544e, 0x7366746e];

    public FileSystemIdentity FileSystem => fileSystem;

    public FileTraits Traits { get; } =
        ((options & MountOptions.ReadOnly) != 0 ? FileTraits.ReadOnlyMount : FileTraits.None)
        | ((options & MountOptions.NoExecute) != 0 ? FileTraits.NoExecMount : FileTraits.None)
        | ((options & MountOptions.NoSetUid) != 0 ? FileTraits.NoSetUidMount : FileTraits.None)
        | (Modeless.Contains(fileSystem.Magic) ? FileTraits.ModesOfMount : FileTraits.None);
}
