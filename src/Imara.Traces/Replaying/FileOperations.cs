using Imara.Policy.Loading;
using Imara.Policy.Rules;
using Imara.Traces.Model;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Replaying;

/// <summary>Opening, reading, writing and closing.</summary>
/// <remarks>docs/reference/corpus.md, Operations; policy.md 4.1, first row.</remarks>
internal sealed class FileOperations(ReplayWorld world)
{
    private const ushort RegularFile = 0x8000;
    private const ushort DefaultMode = 0x1a4;
    private const ushort Umask = 0x12;

    /// <summary>open(2) with the words of <c>FLAGS</c>, which may fail for a reason from outside.</summary>
    public Errno OpenOnly(string path, string flags, out ModelHandle? handle)
    {
        handle = null;
        var outside = world.Operation.OutsideError;

        // A file with fs-verity is not truncated, which the kernel finds out after it has asked IMA; whoever opens it for writing is refused before.
        var isRefusedTruncation = outside == Errno.EPERM && OpenWords.Of(flags) is { Truncates: true, CanWrite: false, IsAccessMode3: false };
        if (outside != Errno.None && !isRefusedTruncation)
        {
            return outside;
        }

        return Open(path, flags, DefaultMode, out handle, afterwards: outside);
    }

    /// <summary>open(2).</summary>
    public Errno Open(string path, string flags, ushort mode, out ModelHandle? handle, Errno afterwards = Errno.None)
    {
        handle = null;
        var words = OpenWords.Of(flags);
        if (words.IsUnnamed)
        {
            handle = OpenUnnamed(path);
            return Errno.None;
        }

        var entry = world.Tree.Find(path);
        var recorded = world.Operation.Target is { Inode: not null } target ? target : null;
        var isCreated = words.Creates && (entry is null || recorded is { IsCreated: true });
        if (entry is null && !isCreated)
        {
            return Errno.ENOENT;
        }

        entry ??= new NameOperations(world).Create(path, (ushort)(RegularFile | (mode & ~Umask)));
        if (words.IsPathOnly)
        {
            handle = new ModelHandle(entry);
            return Errno.None;
        }

        PolicyLoad? load = null;
        if (words.CanWrite && entry.Path == PolicyOperations.PolicyPath && new PolicyOperations(world).Open(out load) is var refused and not Errno.None)
        {
            return refused;
        }

        if (words.Changes)
        {
            OverlayFolder.CopyUp(entry.Node);
        }

        // Access mode 3 asks for both, and gives a descriptor that can do neither.
        var opened = new ModelHandle(entry) { CanRead = words.CanRead, CanWrite = words.CanWrite, IsDirect = words.IsDirect, IsAppend = words.Appends, Policy = load };
        Count(opened, +1);
        var errno = world.Check(world.Access(entry, world.Hooks.Opened(words.Mask)) with
        {
            IsOpenForWrite = opened.CanWrite,
            IsDirect = opened.IsDirect,
            IsAccessMode3 = words.IsAccessMode3,
            IsCreated = isCreated,
        });
        errno = errno == Errno.None ? afterwards : errno;
        if (errno != Errno.None)
        {
            Close(opened);
            return errno;
        }

        // In a recording of a run each operation says what the file holds.
        if (words.Truncates && !isCreated && recorded is null)
        {
            new AttributeOperations(world).Resize(entry, []);
        }

        handle = opened;
        return Errno.None;
    }

    public Errno Open(string path, string flags, out ModelHandle? handle) => Open(path, flags, DefaultMode, out handle);

    /// <summary>The last reference to an open file goes.</summary>
    public void Close(ModelHandle handle)
    {
        if (--handle.References > 0)
        {
            return;
        }

        if (handle.CanWrite)
        {
            world.Apply(world.Engine.CloseWriter(world.View(handle.Entry, handle.OpenedAs), handle.IsDirect));
        }

        if (handle.Policy is { } load)
        {
            new PolicyOperations(world).Close(load);
        }

        Count(handle, -1);
    }

    public Errno Write(ModelHandle handle, byte[] data)
    {
        if (handle.Policy is { } load)
        {
            return load.Write(data).Errno;
        }

        new AttributeOperations(world).Written(handle.Entry);
        var content = Real(handle.Entry).Content ?? [];
        var start = handle.IsAppend ? content.Length : handle.Position;
        var grown = content.Length >= start + data.Length ? [.. content] : new byte[start + data.Length];
        content.CopyTo(grown, 0);
        data.CopyTo(grown, start);
        Real(handle.Entry).WriteContent(grown);
        handle.Position = start + data.Length;
        return Errno.None;
    }

    /// <summary><c>cat</c>: open read-only, read, close.</summary>
    public Errno Cat(string path)
    {
        var errno = Open(path, "rd", out var handle);
        if (handle is not null)
        {
            Close(handle);
        }

        return errno;
    }

    /// <summary><c>put</c>: open for writing, write, fchmod, fchown, close.</summary>
    public Errno Put(string path, ushort mode, uint uid, uint gid, byte[] data)
    {
        var errno = Open(path, "wr,creat,trunc", mode, out var handle);
        if (handle is null)
        {
            return errno;
        }

        if (data.Length > 0)
        {
            _ = Write(handle, data);
        }

        errno = SetOwnerAndMode(handle.Entry, mode, uid, gid);
        Close(handle);
        return errno;
    }

    /// <summary><c>append</c>: open for appending, write, close.</summary>
    public Errno Append(string path, byte[] data)
    {
        var errno = Open(path, "wr,append", out var handle);
        if (handle is not null)
        {
            _ = Write(handle, data);
            Close(handle);
        }

        return errno;
    }

    /// <summary><c>copy</c>: open both, copy the content, chmod, fchown, close both.</summary>
    public Errno Copy(string source, string destination, ushort mode, uint uid, uint gid)
    {
        var errno = Open(source, "rd", out var from);
        if (from is null)
        {
            return errno;
        }

        errno = Open(destination, "wr,creat,trunc", mode, out var to);
        if (to is not null)
        {
            new AttributeOperations(world).Written(to.Entry);
            Real(to.Entry).CopyFrom(Real(from.Entry));
            errno = SetOwnerAndMode(to.Entry, mode, uid, gid);
            Close(to);
        }

        Close(from);
        return errno;
    }

    /// <summary>The file of an overlay that holds the content; the file itself elsewhere.</summary>
    public static ModelInode Real(ModelEntry entry) => entry.Inode.Real ?? entry.Inode;

    private Errno SetOwnerAndMode(ModelEntry entry, ushort mode, uint uid, uint gid)
    {
        var attributes = new AttributeOperations(world);
        var errno = attributes.ChangeMode(entry, mode);
        return errno != Errno.None ? errno : attributes.ChangeOwner(entry, uid, gid);
    }

    private ModelHandle? OpenUnnamed(string path)
    {
        if (world.Tree.Find(path) is not { } folder)
        {
            return null;
        }

        var inode = folder.Inode.FileSystem.NewInode(RegularFile | DefaultMode);
        inode.Uid = world.Actor.Creds.Euid;
        inode.Gid = world.Actor.Creds.Egid;
        var entry = new ModelEntry(folder.Mount, new ModelNode($"#{inode.Key.Inode}", folder.Node, inode));
        var handle = new ModelHandle(entry) { CanRead = true, CanWrite = true };
        Count(handle, +1);
        world.Engine.CreateUnnamed(world.Access(entry, []));
        return handle;
    }

    private static void Count(ModelHandle handle, int step)
    {
        if (handle.CanWrite)
        {
            handle.Inode.Writers += step;
        }
        else if (handle.CanRead)
        {
            handle.Inode.Readers += step;
        }
    }
}
