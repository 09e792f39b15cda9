using Imara.Linux.Files;
using Imara.Runtime.Accesses;

namespace Imara.Runtime.Digests;

/// <summary>Digests of files that nobody is writing to. Pure.</summary>
/// <remarks>
/// docs/reference/runtime-notes.md, Cache. The caller asks only while a file has no writers: a store into a shared mapping moves no time stamp. Time
/// stamps of older kernels are coarse, so content that changed just now is not remembered.
/// </remarks>
internal sealed class DigestCache
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long SettledAfter = 10_000_000;

    private readonly int capacity;
    private readonly Dictionary<InodeKey, Entry> files = [];

    /// <summary>Makes an empty one.</summary>
    /// <param name="capacity">Files remembered at most; beyond it everything is forgotten and learnt anew.</param>
    internal DigestCache(int capacity = 65536) => this.capacity = capacity;

    /// <summary>The digest of this content, if it is known.</summary>
    internal Digest? Find(in DigestKey key, HashAlgo algo)
    {
        if (!files.TryGetValue(key.File, out var entry) || entry.Key != key)
        {
            return null;
        }

        foreach (var digest in entry.Digests)
        {
            if (digest.Algo == algo)
            {
                return digest;
            }
        }

        return null;
    }

    /// <summary>Remembers the digest of this content.</summary>
    /// <param name="key">The content.</param>
    /// <param name="digest">Its digest.</param>
    /// <param name="now">The time before the content was read.</param>
    internal void Add(in DigestKey key, Digest digest, FileTime now)
    {
        var age = ((now.Seconds - key.Changed.Seconds) * NanosecondsPerSecond) + now.Nanoseconds - key.Changed.Nanoseconds;
        if (age < SettledAfter)
        {
            return;
        }

        if (files.TryGetValue(key.File, out var entry) && entry.Key == key)
        {
            entry.Digests.Add(digest);
            return;
        }

        if (files.Count >= capacity)
        {
            files.Clear();
        }

        files[key.File] = new Entry(key, [digest]);
    }

    /// <summary>Forgets a file: somebody wrote to it.</summary>
    internal void Remove(InodeKey file) => files.Remove(file);

    private sealed record Entry(DigestKey Key, List<Digest> Digests);
}
