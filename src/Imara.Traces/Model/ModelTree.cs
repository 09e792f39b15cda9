using Imara.Traces.KnownData;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Model;

/// <summary>The names and mounts of a small machine. Every process works in <c>/</c>.</summary>
internal sealed class ModelTree
{
    /// <summary>Mode of a folder that nobody has described.</summary>
    public const ushort FolderMode = 0x41ed;

    private const ushort LinkMode = 0xa1ff;
    private const int MaxLinks = 40;
    private const int MaxPath = 4096;

    // One superblock each, however often they are mounted.
    private static readonly HashSet<string> Single = new(StringComparer.Ordinal) { "proc", "sysfs", "securityfs", "selinuxfs", "smackfs", "devtmpfs", "debugfs" };

    private readonly List<ModelFileSystem> fileSystems = [];
    private readonly Dictionary<(string Type, string Source), ModelFileSystem> known = [];
    private readonly List<ModelMount> mounts = [];
    private readonly bool countsUnaskedWrites;
    private readonly ModelEntry root;

    /// <summary>The initramfs and what is mounted before the first operation.</summary>
    /// <param name="rootType">tmpfs or ramfs.</param>
    /// <param name="countsUnaskedWrites">The kernel counts every write to tmpfs.</param>
    public ModelTree(string rootType, bool countsUnaskedWrites)
    {
        this.countsUnaskedWrites = countsUnaskedWrites;
        var system = FileSystemOf("rootfs", string.Empty);
        system.FsMagic = rootType == "ramfs" ? ModelFileSystem.RamfsMagic : ModelFileSystem.TmpfsMagic;
        system.HasCookies = rootType != "ramfs";
        mounts.Add(new ModelMount(system, system.Root, Point: null));
        root = new ModelEntry(mounts[0], system.Root);
        foreach (var (path, type) in (ReadOnlySpan<(string, string)>)
            [("/proc", "proc"), ("/sys", "sysfs"), ("/dev", "devtmpfs"), ("/sys/kernel/security", "securityfs"), ("/sys/fs/selinux", "selinuxfs"), ("/sys/fs/smackfs", "smackfs")])
        {
            Mount(FileSystemOf(type, string.Empty).Root, MakeFolder(path));
        }

        _ = MakeFolder("/sys/kernel/security/integrity/ima");
        Link("/sys/kernel/security/ima", "integrity/ima");
    }

    /// <summary>Files of recorded runs.</summary>
    public RecordedTree Recordings { get; } = new();

    /// <summary>The file system that a mount of this source shows.</summary>
    public ModelFileSystem FileSystemOf(string type, string source)
    {
        var isShared = source.StartsWith("/dev/", StringComparison.Ordinal);
        var key = (type, isShared ? source : string.Empty);
        if ((isShared || Single.Contains(type)) && known.TryGetValue(key, out var system))
        {
            return system;
        }

        system = ModelFileSystem.Create(type, (ulong)fileSystems.Count + 1, countsUnaskedWrites);
        fileSystems.Add(system);
        known.TryAdd(key, system);
        return system;
    }

    public void Mount(ModelNode shown, ModelEntry point, ModelFileSystem? system = null, bool isNoExec = false) =>
        mounts.Add(new ModelMount(system ?? shown.Inode.FileSystem, shown, point) { IsNoExec = isNoExec });

    /// <summary>The mount that is the uppermost one at a place moves to another, which does not lie in it.</summary>
    public void MoveMount(ModelEntry from, ModelEntry to)
    {
        if (!IsBelow(to, from.Mount) && mounts.Remove(from.Mount))
        {
            Mount(from.Mount.Root, to, from.Mount.FileSystem, from.Mount.IsNoExec);
        }
    }

    /// <summary>The file of a path, with symbolic links followed.</summary>
    public ModelEntry? Find(string path) => Recordings.Find(path) ?? Look(path).Found;

    /// <summary>The file of a path; a symbolic link at its end is the file itself.</summary>
    public ModelEntry? FindLink(string path) => Look(path, follows: false).Found;

    /// <summary>Walks a path.</summary>
    /// <param name="path">Absolute, or from <c>/</c>.</param>
    /// <param name="follows">A symbolic link at the end is followed.</param>
    public ModelLookup Look(string path, bool follows = true)
    {
        if (path.Length > MaxPath)
        {
            return default;
        }

        var names = new Stack<string>(path.Split('/').Reverse());
        var at = root;
        var links = 0;
        while (names.TryPop(out var name))
        {
            if (name is "" or ".")
            {
                continue;
            }

            if (name == "..")
            {
                at = Above(at);
                continue;
            }

            var isLast = names.All(rest => rest is "" or ".");
            if (Child(at, name) is not { } child)
            {
                return isLast ? new ModelLookup(at, name, Found: null) : default;
            }

            if (child.Inode.LinkTarget is { } target && (!isLast || follows))
            {
                if (++links > MaxLinks)
                {
                    return default;
                }

                at = target.StartsWith('/') ? root : at;
                foreach (var part in target.Split('/').Reverse())
                {
                    names.Push(part);
                }

                continue;
            }

            if (isLast)
            {
                return new ModelLookup(at, name, child);
            }

            at = child;
        }

        return new ModelLookup(at, string.Empty, at);
    }

    /// <summary>Makes a file; folders that nobody has described are made with it.</summary>
    public ModelEntry Create(string path, ushort mode, uint uid, uint gid)
    {
        var place = PlaceOf(path);
        var system = place.Folder!.Inode.FileSystem;
        var inode = system.NewInode(mode);
        (inode.Uid, inode.Gid) = (uid, gid);
        return Add(place, inode);
    }

    public ModelEntry MakeFolder(string path) => Find(path) ?? Create(path, FolderMode, 0, 0);

    public void Link(string path, string target)
    {
        var place = PlaceOf(path);
        _ = Add(place, place.Folder!.Inode.FileSystem.NewInode(LinkMode, target));
    }

    /// <summary>Gives an inode a name.</summary>
    public ModelEntry Add(string path, ModelInode inode) => Add(PlaceOf(path), inode);

    public void Add(KnownFile file) => Create(file.Path, file.Mode, file.Uid, file.Gid).Inode.SetKnown(file);

    /// <summary>Takes what a recording says about a file that nobody has written here, such as a file of procfs.</summary>
    public void Learn(TraceTarget target)
    {
        var place = Look(target.Path);
        if ((place.Found ?? place.Folder) is { } near)
        {
            var system = near.Inode.FileSystem;
            system.Learn(target);
        }

        if (target.IsAbsent || target.IsDerived || target.Mode is not { } mode || place.Found is not null)
        {
            return;
        }

        var entry = Create(target.Path, mode, target.Uid, target.Gid);
        foreach (var (name, value) in target.Xattrs)
        {
            entry.Inode.Xattrs[name] = value;
        }
    }

    private static ModelEntry Add(in ModelLookup place, ModelInode inode) => new(place.Folder!.Mount, place.Folder.Node.Add(place.Name, inode));

    private ModelLookup PlaceOf(string path)
    {
        for (var end = 0; Look(path).Folder is null && (end = path.IndexOf('/', end + 1)) > 0;)
        {
            // Folder by folder from above, so that none is made where a link leads nowhere.
            if (Look(path[..end]) is { Found: null, Folder: { } folder } missing)
            {
                _ = Add(missing, folder.Inode.FileSystem.NewInode(FolderMode));
            }
        }

        var place = Look(path);
        return place.Folder is null || place.Name.Length == 0 ? throw new TraceFailure($"`{PathText.Encode(path)}` is no place for a file") : place;
    }

    private static bool IsBelow(ModelEntry entry, ModelMount mount)
    {
        for (var at = entry.Mount; ; at = at.Point.Mount)
        {
            if (at == mount || at.Point is null)
            {
                return at == mount;
            }
        }
    }

    private ModelEntry? Child(ModelEntry folder, string name)
    {
        if (!folder.Node.Children.TryGetValue(name, out var node))
        {
            node = OverlayFolder.Surface(folder.Node, name);
        }

        return node is null ? null : Top(new ModelEntry(folder.Mount, node));
    }

    // What was mounted last at a place is seen there.
    private ModelEntry Top(ModelEntry entry)
    {
        while (mounts.FindLast(mount => mount.Point is { } point && point.Mount == entry.Mount && point.Node == entry.Node) is { } above)
        {
            entry = new ModelEntry(above, above.Root);
        }

        return entry;
    }

    private static ModelEntry Above(ModelEntry entry)
    {
        while (entry.Node == entry.Mount.Root && entry.Mount.Point is { } point)
        {
            entry = point;
        }

        return entry.Node == entry.Mount.Root || entry.Node.Parent is not { } folder ? entry : new ModelEntry(entry.Mount, folder);
    }
}
