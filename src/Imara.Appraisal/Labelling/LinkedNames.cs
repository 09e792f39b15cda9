using Imara.Engine.Files;
using Imara.Linux.Files;

namespace Imara.Appraisal.Labelling;

/// <summary>Files with several names, of which only the first one met counts; shared by all threads. Remembers a file until its last name was met.</summary>
internal sealed class LinkedNames
{
    private readonly Dictionary<InodeKey, uint> left = [];
    private readonly Lock gate = new();

    /// <summary>True if no other name of the file was met before.</summary>
    public bool IsFirst(in FileStatus status)
    {
        if (status.Links <= 1)
        {
            return true;
        }

        var key = new InodeKey(status.Device, status.Inode);
        lock (gate)
        {
            if (!left.TryGetValue(key, out var names))
            {
                left[key] = status.Links - 1;
                return true;
            }

            if (names > 1)
            {
                left[key] = names - 1;
            }
            else
            {
                left.Remove(key);
            }

            return false;
        }
    }
}
