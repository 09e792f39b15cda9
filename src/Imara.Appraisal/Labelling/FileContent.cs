using Imara.Hashing;
using Imara.Linux.Files;

namespace Imara.Appraisal.Labelling;

/// <summary>Reads and hashes open files on one thread; the buffer and the hash classes are made once.</summary>
internal sealed class FileContent : IDisposable
{
    /// <summary>Takes the next bytes of a file.</summary>
    public delegate void Taker(ReadOnlySpan<byte> bytes);

    private const int BufferSize = 128 << 10;

    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
    private readonly ContentHash?[] hashes = new ContentHash?[HashAlgos.All.Length];

    /// <summary>Hashes the whole content.</summary>
    /// <param name="descriptor">A readable descriptor.</param>
    /// <param name="size">Its size: a file that has just this many bytes, and fits into the buffer, takes one read.</param>
    /// <param name="algo">The algorithm.</param>
    /// <param name="digest">The digest.</param>
    public Errno Hash(int descriptor, long size, HashAlgo algo, out Digest? digest)
    {
        var hash = hashes[(int)algo] ??= KernelHash.Create(algo);
        Errno failure;
        if (size < BufferSize)
        {
            failure = Descriptor.ReadAt(descriptor, buffer.AsSpan(0, (int)size), 0, out var length);
            hash.Append(buffer.AsSpan(0, length));
        }
        else
        {
            failure = Read(descriptor, hash.Append);
        }

        var whole = hash.Finish();
        digest = failure == Errno.None ? whole : null;
        return failure;
    }

    /// <summary>Reads the whole content.</summary>
    /// <param name="descriptor">A readable descriptor.</param>
    /// <param name="take">Takes it piece by piece.</param>
    public Errno Read(int descriptor, Taker take)
    {
        for (long offset = 0; ;)
        {
            var error = Descriptor.ReadAt(descriptor, buffer, offset, out var length);
            if (error != Errno.None)
            {
                return error;
            }

            take(buffer.AsSpan(0, length));
            if (length < buffer.Length)
            {
                return Errno.None;
            }

            offset += length;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var hash in hashes)
        {
            hash?.Dispose();
        }
    }
}
