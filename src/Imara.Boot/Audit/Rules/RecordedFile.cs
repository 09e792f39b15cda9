using System.Text;
using Imara.Appraisal.Files;
using Imara.Boot.Audit.Reading;
using Imara.Evaluation;
using Imara.Linux.Files;
using Imara.Linux.ProcFs;
using Imara.Policy.Kernels;

namespace Imara.Boot.Audit.Rules;

/// <summary>The file of a record as it is on this machine now; owner and label may have been others then.</summary>
/// <param name="Path">Where it was found.</param>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="Facts">What rules ask of it.</param>
public sealed record RecordedFile(ByteString Path, uint Mode, FileFacts Facts)
{
    private const uint AnyExecute = 0x49;
    private const int LongestLabel = 4096;

    /// <summary>True if somebody may execute it.</summary>
    public bool IsExecutable => (Mode & AnyExecute) != 0;

    /// <summary>Looks for the file of a record; it is not opened, since that would be an access.</summary>
    /// <param name="root">The root of the system that made the record.</param>
    /// <param name="record">A record with a name and an inode number, by which the file is known to be the same.</param>
    /// <param name="lsm">The security module whose labels count.</param>
    /// <returns>Null if it is not there, if another file has its name, or if the record does not tell enough.</returns>
    public static RecordedFile? Find(string root, IntegrityRecord record, LsmKind lsm)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Inode is not { } inode || !record.Name.Span.StartsWith("/"u8))
        {
            return null;
        }

        foreach (var path in Candidates(root, record))
        {
            if (FileStatus.ReadLink(path, out var status) == Errno.None && status.Inode == inode && status.IsRegularFile)
            {
                return Read(path, status, lsm);
            }
        }

        return null;
    }

    // Some records give the path in its file system: then it lies below a mount of that device.
    private static IEnumerable<byte[]> Candidates(string root, IntegrityRecord record)
    {
        var folder = Encoding.UTF8.GetBytes(root.TrimEnd('/'));
        yield return [.. folder, .. record.Name.Span];
        if (folder.Length > 0 || record.Device.IsEmpty || ProcFile.ReadWhole("/proc/self/mountinfo"u8, out var table) != Errno.None)
        {
            yield break;
        }

        foreach (var point in MountPoints(table, record.Device))
        {
            yield return [.. point, .. record.Name.Span];
        }
    }

    private static List<byte[]> MountPoints(byte[] table, ByteString device)
    {
        var points = new List<byte[]>();
        var reader = new MountInfoReader(table);
        while (reader.TryRead(out var entry, out _))
        {
            var source = entry.Source[(entry.Source.LastIndexOf((byte)'/') + 1)..];
            if ((source.SequenceEqual(device.Span) || entry.FileSystemType.SequenceEqual(device.Span)) && entry.Root.SequenceEqual("/"u8) && entry.MountPoint.Length > 1)
            {
                var point = new byte[entry.MountPoint.Length];
                if (MountEntry.TryUnescape(entry.MountPoint, point, out var length))
                {
                    points.Add(point[..length]);
                }
            }
        }

        return points;
    }

    private static RecordedFile? Read(byte[] path, in FileStatus status, LsmKind lsm)
    {
        if (FileSystemOf(path, status) is not { } on)
        {
            return null;
        }

        var facts = new FileFacts
        {
            Fowner = status.Uid,
            Fgroup = status.Gid,
            FsMagic = on.Magic,
            FsName = on.Name,
            FsSubtype = on.Subtype,
            FsUuid = on.Uuid,
            Label = LabelOf(path, lsm),
        };
        return new RecordedFile(new ByteString(path), status.Mode, facts);
    }

    // Through its directory, which tells the UUID; a file that is mounted over another has its own file system.
    private static FileSystemIdentity? FileSystemOf(byte[] path, in FileStatus status)
    {
        var table = new FileSystemTable();
        var directory = path.AsSpan(0, path.AsSpan().LastIndexOf((byte)'/') + 1);
        if (Descriptor.Open(directory, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NonBlocking, out var descriptor) != Errno.None)
        {
            return null;
        }

        var isSame = FileStatus.Read(descriptor, out var above) == Errno.None && above.MountKey == status.MountKey;
        if (!isSame)
        {
            Descriptor.Close(descriptor);
            if (Descriptor.Open(path, OpenFlags.PathOnly | OpenFlags.NoFollow, out descriptor) != Errno.None)
            {
                return null;
            }
        }

        var identity = table.Of(descriptor, 0, Environment.ProcessId);
        Descriptor.Close(descriptor);
        return identity;
    }

    private static ByteString LabelOf(byte[] path, LsmKind lsm)
    {
        var name = lsm switch
        {
            LsmKind.SELinux => "security.selinux"u8,
            LsmKind.Smack => "security.SMACK64"u8,
            _ => default,
        };
        if (name.IsEmpty || Descriptor.Open(path, OpenFlags.PathOnly | OpenFlags.NoFollow, out var descriptor) != Errno.None)
        {
            return default;
        }

        var value = new byte[LongestLabel];
        var error = PathAttributes.Read(descriptor, name, value, out var length);
        Descriptor.Close(descriptor);
        return error == Errno.None ? new ByteString(value.AsSpan(0, length).TrimEnd((byte)0)) : default;
    }
}
