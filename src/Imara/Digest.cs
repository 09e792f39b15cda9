namespace Imara;

/// <summary>A digest and the algorithm that made it.</summary>
public sealed class Digest : IEquatable<Digest>
{
    private readonly byte[] bytes;

    /// <summary>Takes a copy of <paramref name="value"/>.</summary>
    /// <param name="algo">The algorithm.</param>
    /// <param name="value">The digest, as long as the algorithm says.</param>
    /// <exception cref="ArgumentException">The length is not the algorithm's.</exception>
    public Digest(HashAlgo algo, ReadOnlySpan<byte> value)
    {
        if (value.Length != HashAlgos.DigestSize(algo))
        {
            throw new ArgumentException($"a {HashAlgos.NameOf(algo)} digest has {HashAlgos.DigestSize(algo)} bytes, not {value.Length}", nameof(value));
        }

        Algo = algo;
        bytes = value.ToArray();
    }

    /// <summary>The algorithm.</summary>
    public HashAlgo Algo { get; }

    /// <summary>The digest.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The digest as memory that lives as long as this object.</summary>
    public ReadOnlyMemory<byte> Memory => bytes;

    /// <summary>A digest of zero bytes, as in a violation.</summary>
    public static Digest Zero(HashAlgo algo) => new(algo, new byte[HashAlgos.DigestSize(algo)]);

    /// <inheritdoc/>
    public bool Equals(Digest? other) => other is not null && other.Algo == Algo && other.Bytes.SequenceEqual(bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Digest);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Algo);
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    /// <summary><c>name:hex</c>.</summary>
    public override string ToString() => $"{HashAlgos.NameOf(Algo)}:{Convert.ToHexStringLower(bytes)}";
}
