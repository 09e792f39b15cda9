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

    /// <summary>open(2) with the words of <c>FLAGS</c>.</summary>
    public Errno Open(string path, string flags, ushort mode, out ModelHandle? handle)
    {
        handle = null;
        var words = flags.Split(',');
        bool Has(string word) => Array.IndexOf(words, word) >= 0;
        path = world.Tree.Resolve(path);
        if (Has("tmpfile"))
        {
            handle = OpenUnnamed(path);
            return Errno.None;
        }

        var entry = world.Tree.Find(path);
        var recorded = world.Operation.Target is { Inode: not null } target ? target : null;
        var isCreated = Has("creat") && (entry is null || recorded is { IsCreated: true });
        if (entry is null && !isCreated)
        {
            return Errno.ENOENT;
        }

        entry ??= CreateFile(path, (ushort)(RegularFile | (mode & ~Umask)));
        if (Has("path"))
        {
            handle = new ModelHandle(entry);
            return Errno.None;
        }

        // Access mode 3 asks for both, and gives a descriptor that can do neither.
        var opened = new ModelHandle(entry)
        {
            CanRead = Has("rd") || Has("rdwr"),
            CanWrite = Has("wr") || Has("rdwr") || (Has("append") && !Has("rd") && !Has("rdwr")),
            IsDirect = Has("direct"),
            IsAppend = Has("append"),
        };
        Count(opened, +1);
        var mask = (opened.CanRead || Has("accmode3") ? AccessMask.Read : AccessMask.None)
            | (opened.CanWrite || Has("accmode3") || Has("trunc") ? AccessMask.Write : AccessMask.None)
            | (Has("append") ? AccessMask.Append : AccessMask.None);
        var errno = world.Check(world.Access(entry, PolicyFunc.FileCheck, mask) with
        {
            IsOpenForWrite = opened.CanWrite,
            IsDirect = opened.IsDirect,
            IsAccessMode3 = Has("accmode3"),
            IsCreated = isCreated,
        });
        if (errno != Errno.None)
        {
            Close(opened);
            return errno;
        }

        // In a recording of a run each operation says what the file holds.
        if (Has("trunc") && !isCreated && recorded is null)
        {
            Real(entry).SetContent([]);
            world.Engine.AttributesChanged(world.Access(entry, PolicyFunc.PostSetattr, AccessMask.Access), isResized: true);
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
            world.Apply(world.Engine.CloseWriter(world.View(handle.Entry), handle.IsDirect));
        }

        Count(handle, -1);
    }

    public static void Write(ModelHandle handle, byte[] data)
    {
        var content = Real(handle.Entry).Content ?? [];
        var start = handle.IsAppend ? content.Length : handle.Position;
        var grown = content.Length >= start + data.Length ? [.. content] : new byte[start + data.Length];
        content.CopyTo(grown, 0);
        data.CopyTo(grown, start);
        Real(handle.Entry).WriteContent(grown);
        handle.Position = start + data.Length;
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
            Write(handle, data);
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
            Write(handle, data);
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

    private ModelEntry CreateFile(string path, ushort mode)
    {
        var entry = world.Tree.Create(path, mode, world.Actor.Creds.Euid, world.Actor.Creds.Egid);
        new OverlayOperations(world).CreateBelow(entry);
        return entry;
    }

    private ModelHandle OpenUnnamed(string folder)
    {
        var inode = world.Tree.NewInode(folder + "/x", (ushort)(RegularFile | DefaultMode));
        inode.Uid = world.Actor.Creds.Euid;
        inode.Gid = world.Actor.Creds.Egid;
        var entry = new ModelEntry($"{folder}/#{inode.Key.Inode} (deleted)", inode);
        var handle = new ModelHandle(entry) { CanRead = true, CanWrite = true };
        Count(handle, +1);
        world.Engine.CreateUnnamed(world.Access(entry, PolicyFunc.FileCheck, AccessMask.Access));
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
