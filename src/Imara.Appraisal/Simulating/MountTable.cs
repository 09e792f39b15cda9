using Imara.Appraisal.Files;
using Imara.Linux.Files;

namespace Imara.Appraisal.Simulating;

/// <summary>Finds out about mounts, each once. For one thread.</summary>
internal sealed class MountTable
{
    private readonly FileSystemTable fileSystems = new();
    private readonly Dictionary<ulong, MountFacts> mounts = [];

    /// <summary>The mount of an open directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="mountKey">Its mount, as its status says.</param>
    /// <param name="observer">A process that sees the mount.</param>
    public MountFacts Of(int directory, ulong mountKey, int observer)
    {
        if (mountKey != 0 && mounts.TryGetValue(mountKey, out var known))
        {
            return known;
        }

        // A failure leaves no options.
        _ = FileSystemFacts.Options(directory, out var options);
        var facts = new MountFacts(fileSystems.Of(directory, mountKey, observer), options);
        if (mountKey != 0)
        {
            mounts[mountKey] = facts;
        }

        return facts;
    }

    /// <summary>The mount of a single file that is mounted over another.</summary>
    /// <param name="path">The file; it is not opened for reading.</param>
    /// <param name="mountKey">Its mount.</param>
    /// <param name="directory">The mount of its directory, which stands in where the file is gone.</param>
    public MountFacts OfFile(ReadOnlySpan<byte> path, ulong mountKey, MountFacts directory)
    {
        if (mounts.TryGetValue(mountKey, out var known))
        {
            return known;
        }

        if (Descriptor.Open(path, OpenFlags.PathOnly | OpenFlags.NoFollow, out var descriptor) != Errno.None)
        {
            return directory;
        }

        var facts = Of(descriptor, mountKey, Environment.ProcessId);
        Descriptor.Close(descriptor);
        return facts;
    }
}
