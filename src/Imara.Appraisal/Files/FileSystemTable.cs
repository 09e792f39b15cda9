using System.Text;
using Imara.Linux.Files;
using Imara.Linux.ProcFs;
using Imara.Policy.Rules;

namespace Imara.Appraisal.Files;

/// <summary>Finds out about file systems, once for each mount.</summary>
public sealed class FileSystemTable
{
    private const int MaxMounts = 4096;

    private readonly Dictionary<ulong, FileSystemIdentity> mounts = [];

    /// <summary>The file system of an open file.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="mountKey">Its mount, as its status says.</param>
    /// <param name="opener">A thread that sees the mount.</param>
    public FileSystemIdentity Of(int descriptor, ulong mountKey, int opener)
    {
        if (mountKey != 0 && mounts.TryGetValue(mountKey, out var known))
        {
            return known;
        }

        if (mounts.Count >= MaxMounts)
        {
            mounts.Clear();
        }

        var identity = Ask(descriptor, opener);
        if (mountKey != 0)
        {
            mounts[mountKey] = identity;
        }

        return identity;
    }

    /// <summary>True if the mount changes no identity at execve; asked anew each time, since it can be remounted.</summary>
    public static bool IsNoSetUid(int descriptor, int opener) =>
        TryFindMount(descriptor, opener, out var table, out var id) && MountInfoReader.TryFind(table, id, out var entry) && entry.HasOption("nosuid"u8);

    private static FileSystemIdentity Ask(int descriptor, int opener)
    {
        // Failures leave the value of a file system that sets none.
        _ = FileSystemFacts.Magic(descriptor, out var magic);
        _ = FileSystemFacts.Uuid(descriptor, out var guid);
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        var uuid = FsUuid.FromBytes(bytes);
        return TryFindMount(descriptor, opener, out var table, out var id) && MountInfoReader.TryFind(table, id, out var entry)
            ? new FileSystemIdentity(
                magic, new ByteString(entry.FileSystemType), entry.FileSystemSubtype.IsEmpty ? null : new ByteString(entry.FileSystemSubtype), uuid)
            : new FileSystemIdentity(magic, ByteString.Empty, null, uuid);
    }

    // The opener may live in another mount namespace, and its table shows mounts below its root only: ours is the second choice.
    private static bool TryFindMount(int descriptor, int opener, out byte[] table, out int id)
    {
        table = [];
        id = 0;
        if (DescriptorInfo.Read(descriptor, out var info) != Errno.None)
        {
            return false;
        }

        id = info.MountId;
        var path = Encoding.ASCII.GetBytes($"/proc/{opener}/mountinfo");
        return (ProcFile.ReadWhole(path, out table) == Errno.None && MountInfoReader.TryFind(table, id, out _))
            || (ProcFile.ReadWhole("/proc/self/mountinfo"u8, out table) == Errno.None && MountInfoReader.TryFind(table, id, out _));
    }
}
