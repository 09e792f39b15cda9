using Imara.Policy.Rules;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Model;

/// <summary>Files of a recording of a run: each operation says which one it reaches, and how it is.</summary>
internal sealed class RecordedTree
{
    private readonly Dictionary<string, ModelEntry> byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ModelEntry> byNumber = [];
    private readonly Dictionary<(string FsName, string? FsSubtype, ulong FsMagic, FsUuid FsUuid), ModelMount> mounts = [];

    /// <summary>The file that had a path last; null where nothing is recorded.</summary>
    public ModelEntry? Find(string path) => byPath.GetValueOrDefault(path);

    /// <summary>The file by its number.</summary>
    public ModelEntry Of(int number) => byNumber[number];

    /// <summary>Takes what an operation says about a file: all of it, since nothing else tells what happened to it meanwhile.</summary>
    public ModelEntry Learn(TraceTarget target, int number)
    {
        if (!byNumber.TryGetValue(number, out var entry))
        {
            if (!target.HasState)
            {
                throw new TraceFailure($"nothing is said of file {number} before");
            }

            var mount = MountOf(target);
            var inode = new ModelInode(mount.FileSystem, (ulong)byNumber.Count + 1, target.Mode ?? 0x8000) { IsRecorded = true };
            byNumber[number] = entry = new ModelEntry(mount, new ModelNode(string.Empty, parent: null, inode) { KnownPath = target.Path });
        }

        entry.Node.KnownPath = target.HasState ? target.Path : entry.Path;
        byPath[entry.Path] = entry;
        entry.Inode.Learn(target);
        return entry;
    }

    // Files of one file system, wherever it is mounted.
    private ModelMount MountOf(TraceTarget target)
    {
        var key = (FsName: target.FsName ?? string.Empty, target.FsSubtype, FsMagic: target.FsMagic ?? 0, FsUuid: target.FsUuid ?? default);
        if (!mounts.TryGetValue(key, out var mount))
        {
            // Numbers of its own: those of other file systems begin at 1.
            var system = new ModelFileSystem(key.FsName, uint.MaxValue + (ulong)mounts.Count) { FsSubtype = key.FsSubtype, FsMagic = key.FsMagic, FsUuid = key.FsUuid };
            mounts[key] = mount = new ModelMount(system, new ModelNode(string.Empty, parent: null, system.NewInode(ModelTree.FolderMode)), Point: null);
        }

        return mount;
    }
}
