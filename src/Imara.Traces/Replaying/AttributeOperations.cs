using Imara.Signatures;
using Imara.Traces.Model;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Replaying;

/// <summary>Extended attributes, mode, owner and size.</summary>
internal sealed class AttributeOperations(ReplayWorld world)
{
    private const ushort PermissionBits = 0xfff;

    public Errno SetXattr(ModelEntry entry, string name, byte[] value)
    {
        OverlayFolder.CopyUp(entry.Node);
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
        OverlayFolder.CopyUp(entry.Node);
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
        now = SetIds.AfterChangeOfMode(now, entry.Inode.Gid, world.Actor.Creds);
        return Change(entry, now != entry.Inode.Mode, inode => inode.Mode = now);
    }

    public Errno ChangeOwner(ModelEntry entry, uint uid, uint gid)
    {
        var inode = entry.Inode;
        var mode = inode.IsRegular ? SetIds.AfterChangeOfOwner(inode.Mode, inode.Gid, world.Actor.Creds) : inode.Mode;
        return Change(entry, uid != inode.Uid || gid != inode.Gid || mode != inode.Mode, changed =>
        {
            changed.Uid = uid;
            changed.Gid = gid;
            changed.Mode = mode;
        });
    }

    public Errno Truncate(ModelEntry entry, int size)
    {
        OverlayFolder.CopyUp(entry.Node);
        var content = FileOperations.Real(entry).Content ?? throw new TraceFailure($"the content of `{PathText.Encode(entry.Path)}` is not known");
        Array.Resize(ref content, size);
        Resize(entry, content);
        return Errno.None;
    }

    /// <summary>The size is set: by truncate(2), or by an open with O_TRUNC.</summary>
    public void Resize(ModelEntry entry, byte[] content)
    {
        FileOperations.Real(entry).SetContent(content);
        entry.Inode.Mode = SetIds.AfterWrite(entry.Inode.Mode, entry.Inode.Gid, world.Actor.Creds);
        world.AttributesChanged(entry, isResized: true);
    }

    /// <summary>Somebody is about to write: set-id bits go, which is a change of attributes.</summary>
    public void Written(ModelEntry entry)
    {
        var mode = SetIds.AfterWrite(entry.Inode.Mode, entry.Inode.Gid, world.Actor.Creds);
        if (entry.Inode.IsRegular && mode != entry.Inode.Mode)
        {
            entry.Inode.Mode = mode;
            entry.Inode.CountChange();
            world.AttributesChanged(entry);
            world.Engine.MetadataWritten(world.View(entry));
        }
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

        OverlayFolder.CopyUp(entry.Node);
        change(entry.Inode);
        entry.Inode.CountChange();
        world.AttributesChanged(entry);
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
