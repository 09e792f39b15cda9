using Imara.Hashing;
using Imara.Linux.Files;

namespace Imara.Appraisal.Files;

/// <summary>Hashes open files on one thread; the hash classes and the buffer are made once.</summary>
public sealed class FileDigester : IDisposable
{
    /// <summary>Takes the next bytes of a file.</summary>
    /// <param name="bytes">The bytes; valid during the call.</param>
    public delegate void Taker(ReadOnlySpan<byte> bytes);

    private const int BufferSize = 128 << 10;

    private readonly ContentHash?[] hashes = new ContentHash?[HashAlgos.All.Length];
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);

    /// <summary>Loads what an algorithm needs, so that nothing is loaded while openers wait.</summary>
    public void WarmUp(HashAlgo algo)
    {
        var hash = HashOf(algo);
        hash.Append(buffer);
        hash.Finish();
    }

    /// <summary>Hashes the whole content.</summary>
    /// <param name="descriptor">A readable descriptor.</param>
    /// <param name="algo">The algorithm.</param>
    /// <param name="digest">The digest, if the result is <see cref="Errno.None"/>.</param>
    public Errno Compute(int descriptor, HashAlgo algo, out Digest? digest)
    {
        var hash = HashOf(algo);
        return Finish(Read(descriptor, hash.Append), hash, out digest);
    }

    /// <summary>Hashes the whole content, holes without reading them, as long as somebody says that it goes on.</summary>
    /// <param name="descriptor">A readable descriptor; its position moves.</param>
    /// <param name="algo">The algorithm.</param>
    /// <param name="goesOn">Asked before each piece, with its offset; false ends it.</param>
    /// <param name="digest">The digest, if the result is <see cref="Errno.None"/>.</param>
    /// <returns>EAGAIN if <paramref name="goesOn"/> ended it.</returns>
    public Errno Compute(int descriptor, HashAlgo algo, Func<long, bool> goesOn, out Digest? digest)
    {
        ArgumentNullException.ThrowIfNull(goesOn);
        var hash = HashOf(algo);
        long offset = 0;
        long data = 0;
        while (goesOn(offset))
        {
            // Where a hole begins is not asked: after one read that found nothing but zeros it may have.
            if (offset >= data && offset > 0 && !buffer.AsSpan().ContainsAnyExcept((byte)0))
            {
                data = Descriptor.NextData(descriptor, offset);
            }

            var error = Errno.None;
            var length = (int)Math.Min(buffer.Length, Math.Max(0, data - offset));
            if (length < buffer.Length)
            {
                error = Descriptor.ReadAt(descriptor, buffer, offset, out length);
            }

            if (error != Errno.None || length < buffer.Length)
            {
                hash.Append(buffer.AsSpan(0, length));
                return Finish(error, hash, out digest);
            }

            hash.Append(buffer);
            offset += length;
        }

        return Finish(Errno.EAGAIN, hash, out digest);
    }

    /// <summary>Hashes the whole content of a file whose size is known: one that fits into the buffer takes one read.</summary>
    /// <param name="descriptor">A readable descriptor.</param>
    /// <param name="size">Its size in bytes. Bytes that a file has beyond may be left out: who does not compare the status afterwards must not ask this way.</param>
    /// <param name="algo">The algorithm.</param>
    /// <param name="digest">The digest, if the result is <see cref="Errno.None"/>.</param>
    public Errno Compute(int descriptor, long size, HashAlgo algo, out Digest? digest)
    {
        if (size >= BufferSize)
        {
            return Compute(descriptor, algo, out digest);
        }

        var hash = HashOf(algo);
        var error = Descriptor.ReadAt(descriptor, buffer.AsSpan(0, (int)size), 0, out var length);
        hash.Append(buffer.AsSpan(0, length));
        return Finish(error, hash, out digest);
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

    private static Errno Finish(Errno error, ContentHash hash, out Digest? digest)
    {
        var whole = hash.Finish();
        digest = error == Errno.None ? whole : null;
        return error;
    }

    private ContentHash HashOf(HashAlgo algo) => hashes[(int)algo] ??= KernelHash.Create(algo);
}
