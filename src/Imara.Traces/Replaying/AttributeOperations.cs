using Imara.Policy.Rules;
using Imara.Signatures;
using Imara.Traces.Model;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Replaying;

/// <summary>Extended attributes, mode, owner and size.</summary>
internal sealed class AttributeOperations(ReplayWorld world)
{
    private const ushort PermissionBits = 0xfff;
    private const ushort SetIdBits = 0xc00;

    public Errno SetXattr(ModelEntry entry, string name, byte[] value)
    {
        var errno = world.Engine.SetXattr(world.View(entry), name, value, world.Actor.Creds);
        if (errno == Errno.None)
        {
            entry.Inode.Xattrs[name] = value;
            Changed(entry, name);
        }

        return errno;
    }

    public Errno RemoveXattr(ModelEntry entry, string name)
    {
        var errno = world.Engine.RemoveXattr(world.View(entry), name, world.Actor.Creds);
        if (errno == Errno.None)
        {
            entry.Inode.Xattrs.Remove(name);
            Changed(entry, name);
        }

        return errno;
    }

    public Errno ChangeMode(ModelEntry entry, ushort mode)
    {
        var now = (ushort)((entry.Inode.Mode & ~PermissionBits) | (mode & PermissionBits));
        return Change(entry, now != entry.Inode.Mode, inode => inode.Mode = now);
    }

    public Errno ChangeOwner(ModelEntry entry, uint uid, uint gid)
    {
        // A change of owner takes the set-id bits of regular files.
        var mode = entry.Inode.IsRegular ? (ushort)(entry.Inode.Mode & ~SetIdBits) : entry.Inode.Mode;
        return Change(entry, uid != entry.Inode.Uid || gid != entry.Inode.Gid || mode != entry.Inode.Mode, inode =>
        {
            inode.Uid = uid;
            inode.Gid = gid;
            inode.Mode = mode;
        });
    }

    public Errno Truncate(ModelEntry entry, int size)
    {
        var content = FileOperations.Real(entry).Content ?? throw new TraceFailure($"the content of `{PathText.Encode(entry.Path)}` is not known");
        Array.Resize(ref content, size);
        FileOperations.Real(entry).SetContent(content);
        world.Engine.AttributesChanged(world.Access(entry, PolicyFunc.PostSetattr, AccessMask.Access), isResized: true);
        return Errno.None;
    }

    private Errno Change(ModelEntry entry, bool changesAnything, Action<ModelInode> change)
    {
        if (entry.Inode.IsRegular)
        {
            var errno = world.Engine.CheckSetattr(world.View(entry), changesAnything);
            if (errno != Errno.None)
            {
                return errno;
            }
        }

        change(entry.Inode);
        entry.Inode.CountChange();
        world.Engine.AttributesChanged(world.Access(entry, PolicyFunc.PostSetattr, AccessMask.Access));
        world.Engine.MetadataWritten(world.View(entry));
        return Errno.None;
    }

    private void Changed(ModelEntry entry, string name)
    {
        entry.Inode.CountChange();
        if (name != ProtectedXattrs.Evm && world.Engine.Evm.IsProtected(name))
        {
            world.Engine.MetadataWritten(world.View(entry));
        }
    }
}
