using System.Buffers.Binary;
using System.Numerics;
using Imara.Hashing;

namespace Imara.Signatures;

/// <summary>Computes the fs-verity digest of a file piece by piece, without the kernel; memory is one block per tree level.</summary>
/// <remarks>docs/reference/appraisal.md 3.</remarks>
public sealed class VerityDigest : IDisposable
{
    /// <summary>The block size that tools use by default, in bytes.</summary>
    public const int DefaultBlockSize = 4096;

    /// <summary>The smallest block size, in bytes.</summary>
    public const int MinBlockSize = 1024;

    /// <summary>The largest block size, in bytes: the largest page.</summary>
    public const int MaxBlockSize = 65536;

    /// <summary>The longest salt, in bytes.</summary>
    public const int MaxSaltSize = 32;

    private const int DescriptorSize = 256;

    private readonly VerityAlgo algo;
    private readonly ContentHash hash;
    private readonly int blockSize;
    private readonly byte[] salt;
    private readonly byte[] paddedSalt;
    private readonly byte[] block;
    private readonly List<Level> levels = [];
    private int filled;
    private ulong dataSize;

    /// <summary>Starts a digest.</summary>
    /// <param name="algo">The hash algorithm.</param>
    /// <param name="blockSize">Size of a block of the Merkle tree: a power of two, 1024 to 65536 bytes.</param>
    /// <param name="salt">0 to 32 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm, block size or salt is not possible.</exception>
    public VerityDigest(VerityAlgo algo, int blockSize = DefaultBlockSize, ReadOnlySpan<byte> salt = default)
    {
        if (blockSize is < MinBlockSize or > MaxBlockSize || !BitOperations.IsPow2(blockSize))
        {
            throw new ArgumentOutOfRangeException(nameof(blockSize), blockSize, "a power of two from 1024 to 65536");
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(salt.Length, MaxSaltSize, nameof(salt));
        this.algo = algo;
        this.blockSize = blockSize;
        this.salt = salt.ToArray();
        var (id, hashBlock) = algo switch
        {
            VerityAlgo.Sha256 => (HashAlgo.Sha256, 64),
            VerityAlgo.Sha512 => (HashAlgo.Sha512, 128),
            _ => throw new ArgumentOutOfRangeException(nameof(algo), algo, "fs-verity has sha256 and sha512"),
        };
        paddedSalt = new byte[salt.IsEmpty ? 0 : hashBlock];
        salt.CopyTo(paddedSalt);
        hash = KernelHash.Create(id);
        block = new byte[blockSize];
    }

    /// <summary>Takes the next bytes of the file.</summary>
    public void Append(ReadOnlySpan<byte> content)
    {
        dataSize += (ulong)content.Length;
        while (!content.IsEmpty)
        {
            var count = Math.Min(content.Length, blockSize - filled);
            content[..count].CopyTo(block.AsSpan(filled));
            filled += count;
            content = content[count..];
            if (filled == blockSize)
            {
                Push(0, HashBlock(block));
                filled = 0;
            }
        }
    }

    /// <summary>The digest of everything appended, named by IMA's algorithm id; the next file starts anew.</summary>
    public Digest Finish()
    {
        if (filled > 0)
        {
            block.AsSpan(filled).Clear();
            Push(0, HashBlock(block));
        }

        var digest = HashDescriptor(Root());
        levels.Clear();
        filled = 0;
        dataSize = 0;
        return digest;
    }

    /// <summary>Releases the native hash.</summary>
    public void Dispose() => hash.Dispose();

    // A full block of hashes is hashed only when one more arrives, so that a level with a single hash is known to be the root.
    private void Push(int number, ReadOnlySpan<byte> digest)
    {
        if (number == levels.Count)
        {
            levels.Add(new Level(blockSize));
        }

        var level = levels[number];
        if (level.Filled == blockSize)
        {
            level.Filled = 0;
            Push(number + 1, HashBlock(level.Block));
        }

        digest.CopyTo(level.Block.AsSpan(level.Filled));
        level.Filled += digest.Length;
        level.Count++;
    }

    private byte[] Root()
    {
        if (levels.Count == 0)
        {
            return new byte[hash.DigestSize];
        }

        for (var number = 0; ; number++)
        {
            var level = levels[number];
            if (level.Count == 1)
            {
                return level.Block[..hash.DigestSize];
            }

            level.Block.AsSpan(level.Filled).Clear();
            Push(number + 1, HashBlock(level.Block));
        }
    }

    private byte[] HashBlock(ReadOnlySpan<byte> content)
    {
        var digest = new byte[hash.DigestSize];
        hash.Append(paddedSalt);
        hash.Append(content);
        hash.Finish(digest);
        return digest;
    }

    private Digest HashDescriptor(ReadOnlySpan<byte> root)
    {
        Span<byte> descriptor = stackalloc byte[DescriptorSize];
        descriptor.Clear();
        descriptor[0] = 1;
        descriptor[1] = (byte)algo;
        descriptor[2] = (byte)BitOperations.Log2((uint)blockSize);
        descriptor[3] = (byte)salt.Length;
        BinaryPrimitives.WriteUInt64LittleEndian(descriptor[8..], dataSize);
        root.CopyTo(descriptor[16..]);
        salt.CopyTo(descriptor[80..]);
        hash.Append(descriptor);
        return hash.Finish();
    }

    private sealed class Level(int blockSize)
    {
        public byte[] Block { get; } = new byte[blockSize];

        public int Filled { get; set; }

        public long Count { get; set; }
    }
}
