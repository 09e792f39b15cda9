using System.Runtime.InteropServices;
using Imara.Engine.Files;

namespace Imara.Runtime.Usage;

/// <summary>The users of every file that was opened; when there are too many, those that nobody has open are forgotten, as a kernel drops unused inodes.</summary>
internal sealed class FileUsageTable(Action<InodeKey> forgotten, int capacity = 1 << 17)
{
    private readonly Dictionary<InodeKey, FileUsage> files = [];

    /// <summary>Number of files remembered.</summary>
    internal int Count => files.Count;

    /// <summary>The users of a file, made if it is new.</summary>
    internal FileUsage Of(InodeKey file)
    {
        if (files.Count >= capacity && !files.ContainsKey(file))
        {
            Drop(static usage => usage.IsIdle);

            // Readers whose closes merged are never idle.
            if (files.Count > capacity / 2)
            {
                Drop(static usage => usage.Writers == 0);
            }
        }

        ref var usage = ref CollectionsMarshal.GetValueRefOrAddDefault(files, file, out _);
        return usage ??= new FileUsage();
    }

    private void Drop(Predicate<FileUsage> isUnused)
    {
        foreach (var (file, usage) in files)
        {
            if (isUnused(usage))
            {
                files.Remove(file);
                forgotten(file);
            }
        }
    }
}
