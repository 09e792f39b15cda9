using System.Runtime.InteropServices;
using Imara.Runtime.Accesses;

namespace Imara.Runtime.Usage;

/// <summary>The users of every file that is open or was measured.</summary>
internal sealed class FileUsageTable
{
    private readonly Dictionary<InodeKey, FileUsage> files = [];

    /// <summary>Number of files remembered.</summary>
    internal int Count => files.Count;

    /// <summary>The users of a file, made if it is new.</summary>
    internal FileUsage Of(InodeKey file)
    {
        ref var usage = ref CollectionsMarshal.GetValueRefOrAddDefault(files, file, out _);
        return usage ??= new FileUsage();
    }

    /// <summary>The users of a file, if it is remembered.</summary>
    internal FileUsage? Find(InodeKey file) => files.GetValueOrDefault(file);

    /// <summary>Forgets a file that has no users and nothing to tell.</summary>
    internal void Trim(InodeKey file, FileUsage usage)
    {
        if (usage.IsForgettable)
        {
            files.Remove(file);
        }
    }
}
