namespace Imara.Hashing;

/// <summary>A digest computed piece by piece; made by <see cref="KernelHash.Create"/>. Not for use by two threads at once.</summary>
public abstract class ContentHash : IDisposable
{
    private protected ContentHash(HashAlgo algo)
    {
        Algo = algo;
        DigestSize = HashAlgos.DigestSize(algo);
    }

    /// <summary>The algorithm.</summary>
    public HashAlgo Algo { get; }

    /// <summary>Size of the digest in bytes.</summary>
    public int DigestSize { get; }

    /// <summary>Takes the next bytes of the content.</summary>
    public abstract void Append(ReadOnlySpan<byte> content);

    /// <summary>Writes the digest of everything appended to the first <see cref="DigestSize"/> bytes and starts anew.</summary>
    /// <param name="destination">At least <see cref="DigestSize"/> bytes.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void Finish(Span<byte> destination)
    {
        if (destination.Length < DigestSize)
        {
            throw new ArgumentException($"a {HashAlgos.NameOf(Algo)} digest needs {DigestSize} bytes", nameof(destination));
        }

        FinishCore(destination[..DigestSize]);
    }

    /// <summary>The digest of everything appended; the next content starts anew.</summary>
    public Digest Finish()
    {
        Span<byte> value = stackalloc byte[HashAlgos.MaxDigestSize];
        FinishCore(value[..DigestSize]);
        return new Digest(Algo, value[..DigestSize]);
    }

    /// <summary>Releases the native state.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    private protected abstract void FinishCore(Span<byte> digest);

    /// <summary>Releases the native state.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
