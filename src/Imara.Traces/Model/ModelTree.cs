using Imara.Policy.Rules;
using Imara.Traces.KnownData;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Model;

/// <summary>The names and mounts of a small machine.</summary>
internal sealed class ModelTree
{
    private const int MaxLinks = 40;
    private readonly Dictionary<string, ModelEntry> entries = new(StringComparer.Ordinal);
    private readonly List<ModelMount> mounts = [];
    private readonly Dictionary<int, ModelEntry> recorded = [];
    private readonly Dictionary<(string FsName, string? FsSubtype, ulong FsMagic, FsUuid FsUuid), ModelMount> recordedMounts = [];
    private ulong lastInode;

    private readonly bool countsUnaskedWrites;

    /// <summary>The initramfs and what is mounted before the first operation.</summary>
    /// <param name="rootType">tmpfs or ramfs.</param>
    /// <param name="countsUnaskedWrites">The kernel counts every write to tmpfs.</param>
    public ModelTree(string rootType, bool countsUnaskedWrites)
    {
        this.countsUnaskedWrites = countsUnaskedWrites;
        var root = Mount("/", "rootfs");
        root.FsMagic = rootType == "ramfs" ? 0x858458f6ul : 0x1021994;
        root.HasCookies = rootType != "ramfs";
        foreach (var (path, type) in (ReadOnlySpan<(string, string)>)
            [("/proc", "proc"), ("/sys", "sysfs"), ("/dev", "devtmpfs"), ("/sys/kernel/security", "securityfs"), ("/sys/fs/selinux", "selinuxfs"), ("/sys/fs/smackfs", "smackfs")])
        {
            Mount(path, type);
        }
    }

    public ModelMount Mount(string path, string type, IReadOnlyList<string>? layers = null)
    {
        var mount = new ModelMount(path, type, (ulong)mounts.Count + 1)
        {
            CountsUnaskedWrites = countsUnaskedWrites || type is not ("tmpfs" or "devtmpfs" or "rootfs"),
            Layers = layers ?? [],
        };
        mounts.Add(mount);
        return mount;
    }

    /// <summary>The mount that holds a path: the last one with the longest matching beginning.</summary>
    public ModelMount MountOf(string path)
    {
        var best = mounts[0];
        foreach (var mount in mounts)
        {
            if (mount.Path.Length >= best.Path.Length && (path == mount.Path || mount.Path == "/" || path.StartsWith(mount.Path + "/", StringComparison.Ordinal)))
            {
                best = mount;
            }
        }

        return best;
    }

    public ModelEntry? Find(string path) => entries.GetValueOrDefault(path);

    /// <summary>Follows symbolic links at the end of a path.</summary>
    public string Resolve(string path)
    {
        for (var i = 0; i < MaxLinks && Find(path)?.Inode.LinkTarget is { } target; i++)
        {
            path = target.StartsWith('/') ? target : path[..(path.LastIndexOf('/') + 1)] + target;
        }

        return path;
    }

    public ModelInode NewInode(string path, ushort mode, string? linkTarget = null) => new(MountOf(path), ++lastInode, mode) { LinkTarget = linkTarget };

    public ModelEntry Add(string path, ModelInode inode)
    {
        var entry = new ModelEntry(path, inode);
        entries[path] = entry;
        return entry;
    }

    public ModelEntry Create(string path, ushort mode, uint uid, uint gid)
    {
        var inode = NewInode(path, mode);
        inode.Uid = uid;
        inode.Gid = gid;
        return Add(path, inode);
    }

    public void Add(KnownFile file)
    {
        var entry = Create(file.Path, file.Mode, file.Uid, file.Gid);
        entry.Inode.SetKnown(file);
    }

    /// <summary>Takes a name away; what has the file open keeps it, with the kernel's remark behind its path.</summary>
    public void Remove(string path)
    {
        if (entries.Remove(path, out var entry))
        {
            entry.Path = path + " (deleted)";
        }
    }

    public void Rename(string from, string to)
    {
        foreach (var (path, entry) in entries.ToList())
        {
            if (path != from && !path.StartsWith(from + "/", StringComparison.Ordinal))
            {
                continue;
            }

            var target = to + path[from.Length..];
            entries.Remove(path);
            Remove(target);
            entry.Path = target;
            entries[target] = entry;
        }
    }

    /// <summary>Takes what a recording says about a file that nobody has written here, such as a file of procfs.</summary>
    public void Learn(TraceTarget target)
    {
        var mount = MountOf(target.Path);
        mount.FsName = target.FsName ?? mount.FsName;
        mount.FsMagic = target.FsMagic ?? mount.FsMagic;
        mount.FsUuid = target.FsUuid ?? mount.FsUuid;
        if (target.IsAbsent || target.Mode is not { } mode || Find(target.Path) is not null || Find(Resolve(target.Path)) is not null)
        {
            return;
        }

        var entry = Create(target.Path, mode, target.Uid, target.Gid);
        foreach (var (name, value) in target.Xattrs)
        {
            entry.Inode.Xattrs[name] = value;
        }
    }

    /// <summary>Takes what a recording of a run says about a file: all of it, since nothing else tells what happened to it meanwhile.</summary>
    public ModelEntry LearnRecorded(TraceTarget target, int number)
    {
        if (!recorded.TryGetValue(number, out var entry))
        {
            if (!target.HasState)
            {
                throw new TraceFailure($"nothing is said of file {number} before");
            }

            var inode = new ModelInode(RecordedMount(target), ++lastInode, target.Mode ?? 0x8000) { IsRecorded = true };
            recorded[number] = entry = new ModelEntry(target.Path, inode);
        }

        entry.Path = target.HasState ? target.Path : entry.Path;
        entries[entry.Path] = entry;
        entry.Inode.Learn(target);
        return entry;
    }

    /// <summary>The file of a recording of a run by its number.</summary>
    public ModelEntry Recorded(int number) => recorded[number];

    // Files of one file system, wherever it is mounted.
    private ModelMount RecordedMount(TraceTarget target)
    {
        var key = (FsName: target.FsName ?? string.Empty, target.FsSubtype, FsMagic: target.FsMagic ?? 0, FsUuid: target.FsUuid ?? default);
        if (!recordedMounts.TryGetValue(key, out var mount))
        {
            // Numbers of its own: those of mounts begin at 1.
            mount = new ModelMount(string.Empty, key.FsName, uint.MaxValue + (ulong)recordedMounts.Count) { FsSubtype = key.FsSubtype, FsMagic = key.FsMagic, FsUuid = key.FsUuid };
            recordedMounts[key] = mount;
        }

        return mount;
    }
}
