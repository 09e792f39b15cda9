using Imara.Hashing;
using Imara.Linux.Files;

namespace Imara.Appraisal.Files;

/// <summary>Hashes open files on one thread; the hash classes and the buffer are made once.</summary>
public sealed class FileDigester : IDisposable
{
    private const int BufferSize = 128 << 10;

    private readonly ContentHash?[] hashes = new ContentHash?[HashAlgos.All.Length];
    private readonly byte[] buffer = new byte[BufferSize];

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
        for (long offset = 0; ;)
        {
            var error = Descriptor.ReadAt(descriptor, buffer, offset, out var length);
            if (error != Errno.None)
            {
                hash.Finish();
                digest = null;
                return error;
            }

            hash.Append(buffer.AsSpan(0, length));
            if (length < buffer.Length)
            {
                digest = hash.Finish();
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

    private ContentHash HashOf(HashAlgo algo) => hashes[(int)algo] ??= KernelHash.Create(algo);
}
