namespace Imara.Hashing;

/// <summary>Every hash algorithm of the kernel's table: by the system's libcrypto where it is there and has it, by one isolated library otherwise.</summary>
/// <remarks>docs/reference/appraisal.md 1.1. Crypto is loaded by the first digest, not before.</remarks>
public static class KernelHash
{
    // Made once for each thread: a context costs more than a short content.
    [ThreadStatic]
    private static ContentHash?[]? own;

    /// <summary>True if this program can compute the algorithm; false for an id outside the kernel's table.</summary>
    public static bool IsSupported(HashAlgo algo) => HashAlgos.IsDefined((byte)algo);

    /// <summary>The digest of <paramref name="content"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm is not supported.</exception>
    public static Digest Compute(HashAlgo algo, ReadOnlySpan<byte> content)
    {
        Span<byte> value = stackalloc byte[HashAlgos.MaxDigestSize];
        Compute(algo, content, value);
        return new Digest(algo, value[..HashAlgos.DigestSize(algo)]);
    }

    /// <summary>Writes the digest of <paramref name="content"/> to the first bytes of <paramref name="destination"/>.</summary>
    /// <param name="algo">The algorithm.</param>
    /// <param name="content">The whole content.</param>
    /// <param name="destination">At least as many bytes as the algorithm's digest has.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm is not supported.</exception>
    public static void Compute(HashAlgo algo, ReadOnlySpan<byte> content, Span<byte> destination)
    {
        if (IsSupported(algo) && destination.Length < HashAlgos.DigestSize(algo))
        {
            throw new ArgumentException($"a {HashAlgos.NameOf(algo)} digest needs {HashAlgos.DigestSize(algo)} bytes", nameof(destination));
        }

        own ??= new ContentHash?[byte.MaxValue + 1];
        var hash = own[(byte)algo] ??= Create(algo);
        hash.Append(content);
        hash.Finish(destination);
    }

    /// <summary>The HMAC (RFC 2104) of <paramref name="content"/>.</summary>
    /// <param name="algo">An algorithm whose blocks have 64 bytes: MD5, SHA-1, SHA-224, SHA-256.</param>
    /// <param name="key">The key.</param>
    /// <param name="content">The whole content.</param>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm is another one.</exception>
    public static Digest ComputeHmac(HashAlgo algo, ReadOnlySpan<byte> key, ReadOnlySpan<byte> content)
    {
        const int BlockSize = 64;
        if (algo is not (HashAlgo.Md5 or HashAlgo.Sha1 or HashAlgo.Sha224 or HashAlgo.Sha256))
        {
            throw new ArgumentOutOfRangeException(nameof(algo), algo, "its blocks do not have 64 bytes");
        }

        Span<byte> block = stackalloc byte[BlockSize];
        block.Clear();
        if (key.Length > BlockSize)
        {
            Compute(algo, key, block);
        }
        else
        {
            key.CopyTo(block);
        }

        using var hash = Create(algo);
        Mask(block, 0x36);
        hash.Append(block);
        hash.Append(content);
        var inner = hash.Finish();
        Mask(block, 0x36 ^ 0x5c);
        hash.Append(block);
        hash.Append(inner.Bytes);
        block.Clear();
        return hash.Finish();
    }

    /// <summary>Starts a digest that takes its content piece by piece.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm is not supported.</exception>
    public static ContentHash Create(HashAlgo algo)
    {
        if (!IsSupported(algo))
        {
            throw new ArgumentOutOfRangeException(nameof(algo), algo, "not in the kernel's table of hash algorithms");
        }

        return (ContentHash?)NativeHash.TryCreate(algo) ?? CreateManaged(algo);
    }

    // Apart, so that the native paths never touch the other library.
    internal static ContentHash CreateManaged(HashAlgo algo) => new BouncyHash(algo);

    private static void Mask(Span<byte> block, byte by)
    {
        foreach (ref var part in block)
        {
            part ^= by;
        }
    }
}
